import { remembered } from '../storage/index.ts';

/** `system` follows the device. */
export const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_KEY = 'segue-theme';
const isTheme = (raw: unknown): raw is Theme => (THEMES as readonly unknown[]).includes(raw);

/** The theme this browser chose. */
export const rememberedTheme = remembered<Theme>(THEME_KEY, 'system', isTheme);

/** Puts a theme on the page at once. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/**
 * Runs before the first paint, as text in the page: a chosen theme must not flash the other one. What storage holds is
 * compared, never written into the page.
 */
export const THEME_SCRIPT = `try{var t=JSON.parse(localStorage.getItem(${JSON.stringify(THEME_KEY)}));if(t==="dark"||t==="light")document.documentElement.dataset.theme=t}catch(e){}`;
