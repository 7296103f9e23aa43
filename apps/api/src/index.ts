export type { Api, ApiDeps } from './api.ts';
export { createApi } from './api.ts';
export { createComposedSound } from './sound/composed-sound.ts';
export type { SoundSource } from './sound/sound-source.ts';
