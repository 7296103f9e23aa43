import type { TrackHappening } from '../stream-feature.ts';

/** Whether somebody has just heard the track out or gone on from it: every play comes to one of the two. */
export const endsPlay = ({ type }: TrackHappening): boolean => type === 'complete' || type === 'skip';
