import type { OperatorView, OriginView } from '@segue/core/events';
import type { Row } from './pane.tsx';
import { countText, STEP_PLACES, shareText } from './words.ts';

/** Of fewer gestures no share is told: one of three is no hot spot. */
const ENOUGH = 20;

/** What is hot, in words: the step, what is not as it was, tracks, a partition, a listener. */
export function hotRows({ hot, unusual, lag }: Pick<OperatorView, 'hot' | 'unusual' | 'lag'>, shown: OriginView | undefined): Row[] {
  const isEnough = hot.gestures >= ENOUGH;
  const step = [...(shown?.steps ?? [])].sort((a, b) => b.share - a.share)[0];
  const named = hot.tracks.filter(({ title }) => title !== null);
  const unnamed = hot.tracks.filter(({ title }) => title === null);
  const partition = hot.partitions[0];
  return [
    ...(step && isEnough ? [{ name: STEP_PLACES[step.step] ?? step.step, value: shareText(step.share), of: 'of the time' }] : []),
    ...(unusual
      ? [
          {
            name: `${unusual.step.replaceAll('_', ' ')} on ${unusual.instance}`,
            value: `${unusual.times.toFixed(1)} ×`,
            of: 'its own hour',
          },
        ]
      : []),
    ...(isEnough ? named : []).map(({ title, gestures, simulated }) => ({
      name: title ?? '',
      value: countText(gestures),
      of: simulated ? 'simulated' : gesturesText(gestures),
    })),
    ...(isEnough && unnamed.length > 0
      ? [
          unnamedRow(
            unnamed.length,
            unnamed.reduce((sum, { gestures }) => sum + gestures, 0),
          ),
        ]
      : []),
    // Where there is one partition it has all of it, and that says nothing.
    ...(isEnough && partition && lag.length > 1
      ? [{ name: `partition ${partition.partition}`, value: shareText(partition.share), of: 'of gestures' }]
      : []),
    ...(isEnough && hot.listener
      ? [{ name: 'one listener', value: shareText(hot.listener.share), of: `of partition ${hot.listener.partition}` }]
      : []),
  ];
}

/** What stands where there is nothing to tell. */
export function noHotText({ gestures }: OperatorView['hot']): string {
  return gestures === 0
    ? 'Too quiet for a hot spot.'
    : `Too quiet for a hot spot: ${gestures} ${gesturesText(gestures)} in the last minute.`;
}

const unnamedRow = (tracks: number, gestures: number): Row => ({
  name: `${tracks} ${tracks === 1 ? 'track' : 'tracks'} of under five listeners`,
  value: countText(gestures),
  of: gesturesText(gestures),
});

const gesturesText = (count: number): string => (count === 1 ? 'gesture' : 'gestures');
