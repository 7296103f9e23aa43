export type { Api, ApiDeps } from './api.ts';
export { createApi } from './api.ts';
export { SiteEnv } from './settings.ts';
export { createFileShelf } from './shadow/shelf.ts';
export { createComposedSound } from './sound/composed-sound.ts';
export { createFiledSound } from './sound/filed-sound.ts';
export { forgetOwnMusic, openOwnMusic } from './sound/own-music.ts';
export type { SoundSource } from './sound/sound-source.ts';
export { openHome } from './starting.ts';
