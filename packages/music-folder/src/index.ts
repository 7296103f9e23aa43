export type { Cover } from './cover.ts';
export type { MusicChange, MusicFolder, MusicFolderOptions, MusicProblem } from './music-folder.ts';
export { openMusicFolder } from './music-folder.ts';
export { NEUTRAL_TEMPO_BPM, UNKNOWN_GENRE } from './read-track.ts';
