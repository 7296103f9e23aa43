export { readEventLines } from './event-lines.ts';
export { readLastfm2k, shuffled } from './lastfm-2k.ts';
export { readMovielens } from './movielens.ts';
export { putTracksOf } from './put-tracks.ts';
export type { ImportProgressReport, ImportReport, RunImportDeps } from './run-import.ts';
export { runImport } from './run-import.ts';
export type { ImportedListen, ImportSource, Refusal } from './source.ts';
export { ImportError } from './source.ts';
export { tellRefusals } from './tell-refusals.ts';
