import type { OperatorView, OriginView } from '@segue/core/events';
import type { Row } from './pane.tsx';
import { countText, STEP_PLACES, shareText } from './words.ts';

/** What is hot, in words: the step, what is not as it was, tracks, a partition, a listener. */
export function hotRows({ hot, unusual, lag }: Pick<OperatorView, 'hot' | 'unusual' | 'lag'>, shown: OriginView | undefined): Row[] {
  const step = [...(shown?.steps ?? [])].sort((a, b) => b.share - a.share)[0];
  const named = hot.tracks.filter(({ title }) => title !== null);
  const unnamed = hot.tracks.filter(({ title }) => title === null);
  const partition = hot.partitions[0];
  return [
    ...(step ? [{ name: STEP_PLACES[step.step] ?? step.step, value: shareText(step.share), of: 'of the time' }] : []),
    ...(unusual
      ? [
          {
            name: `${unusual.step.replaceAll('_', ' ')} on ${unusual.instance}`,
            value: `${unusual.times.toFixed(1)} ×`,
            of: 'its own hour',
          },
        ]
      : []),
    ...named.map(({ title, gestures, simulated }) => ({
      name: title ?? '',
      value: countText(gestures),
      of: simulated ? 'simulated' : 'gestures',
    })),
    ...(unnamed.length > 0
      ? [
          {
            name: `${unnamed.length} ${unnamed.length === 1 ? 'track' : 'tracks'} of under five listeners`,
            value: countText(unnamed.reduce((sum, { gestures }) => sum + gestures, 0)),
            of: 'gestures',
          },
        ]
      : []),
    // Where there is one partition it has all of it, and that says nothing.
    ...(partition && lag.length > 1
      ? [{ name: `partition ${partition.partition}`, value: shareText(partition.share), of: 'of gestures' }]
      : []),
    ...(hot.listener ? [{ name: 'one listener', value: shareText(hot.listener.share), of: `of partition ${hot.listener.partition}` }] : []),
  ];
}
