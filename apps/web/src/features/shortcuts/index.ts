export { KeysTable } from './keys-table.tsx';
export { ShortcutsHelp } from './shortcuts-help.tsx';
export { ShortcutsSwitch } from './shortcuts-switch.tsx';
export { useShortcuts } from './use-shortcuts.ts';
