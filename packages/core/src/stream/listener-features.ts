import { FeatureTable } from './feature-table.ts';
import { approval } from './listener/approval.ts';
import { clicks } from './listener/clicks.ts';
import { completionRate } from './listener/completion-rate.ts';
import { dwell } from './listener/dwell.ts';
import { energyTrend } from './listener/energy-trend.ts';
import { genreEntropy } from './listener/genre-entropy.ts';
import { hourOfDay } from './listener/hour-of-day.ts';
import { listensHour } from './listener/listens-hour.ts';
import { sessionMinutes } from './listener/session-minutes.ts';
import { sessionSkips } from './listener/session-skips.ts';
import { sessionTracks } from './listener/session-tracks.ts';
import { skipStreak } from './listener/skip-streak.ts';
import { usualHour } from './listener/usual-hour.ts';

/** Every feature of a listener and of their session, kept in the taste record. A new one is a file and a line here. */
export const LISTENER_FEATURES = new FeatureTable([
  clicks,
  listensHour,
  dwell,
  completionRate,
  approval,
  genreEntropy,
  hourOfDay,
  usualHour,
  energyTrend,
  sessionMinutes,
  sessionTracks,
  sessionSkips,
  skipStreak,
]);
