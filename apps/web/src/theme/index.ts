export { THEME_SCRIPT } from './theme.ts';
export { ThemeChoice } from './theme-choice.tsx';
