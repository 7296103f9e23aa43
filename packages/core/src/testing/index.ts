export { anEvent, aTrack, completes, likes, skips, someTracks, trackId } from './builders.ts';
