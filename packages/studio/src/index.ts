export {
  type DemoAlbum,
  type DemoArtist,
  type DemoCatalogue,
  type DemoCatalogueOptions,
  type DemoTrack,
  demoCatalogue,
} from './catalogue/demo-catalogue.ts';
export { type Silent, standIn } from './catalogue/stand-in.ts';
export { compose } from './composer/compose.ts';
export type { Mode, Score, ScoreNote, ScorePart, ScoreSection, ScoreSpace, SoundSpec } from './composer/score.ts';
export { COMPOSER_VERSION } from './composer/version.ts';
export { type CoverSubject, coverSvg } from './cover/cover-svg.ts';
export { GENRE_NAMES } from './genres/index.ts';
export { BLOCK_SECONDS, type Recording, record } from './render/recording.ts';
export { wavHeader, wavLength } from './render/wav.ts';
export { SoundError, type SoundErrorCode } from './service/sound-error.ts';
export { type ByteRange, createSoundRenderer, type SoundRenderer, type SoundRendererOptions } from './service/sound-renderer.ts';
