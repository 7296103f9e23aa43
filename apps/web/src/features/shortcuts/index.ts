export { ShortcutsHelp } from './shortcuts-help.tsx';
export { ShortcutsSwitch } from './shortcuts-switch.tsx';
export { useShortcuts } from './use-shortcuts.ts';
