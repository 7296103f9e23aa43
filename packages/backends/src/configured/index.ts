export type { Backends, OpenBackendsOptions } from './open.ts';
export { openBackends } from './open.ts';
export { readSettings } from './read-settings.ts';
export type { BackendSettings } from './settings.ts';
export { BackendEnv, backendSettingsOf, InstanceName } from './settings.ts';
