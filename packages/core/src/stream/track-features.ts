import { FeatureTable } from './feature-table.ts';
import { heardShare } from './track/heard-share.ts';
import { playsHour } from './track/plays-hour.ts';
import { playsWeek } from './track/plays-week.ts';
import { rising } from './track/rising.ts';
import { skipRate } from './track/skip-rate.ts';
import { skipsHour } from './track/skips-hour.ts';

/** Every feature of a track, kept in its record. A new one is a file and a line here. */
export const TRACK_FEATURES = new FeatureTable([playsHour, playsWeek, skipsHour, skipRate, heardShare, rising]);
