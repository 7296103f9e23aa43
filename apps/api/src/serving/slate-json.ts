import type { Reason, Slate, SlateRow, TrackCard } from '@segue/core/events';

/** Shares have three decimals, and to write a double is slow: each of these is written once. */
const THOUSANDTHS = Array.from({ length: 1_001 }, (_, i) => String(i / 1_000));
/** Cards are the greater part of a slate and the same in all of them: each is written once. */
const written = new WeakMap<TrackCard, string>();

/** `JSON.stringify(slate)`, byte for byte, in a fraction of the time. */
export function slateJson(slate: Slate): string {
  const { rows, yours } = slate;
  // Members keep their places: the marks are replaced where the lists stood.
  const rest = JSON.stringify({ ...slate, rows: 0, yours: 0 });
  return rest.replace('"rows":0,"yours":0', () => `"rows":${listJson(rows, rowJson)},"yours":${listJson(yours, rowJson)}`);
}

/** A new member does not compile until it is written below. */
type Written<T, Keys extends keyof T> = Exclude<keyof T, Keys> extends never ? T : never;

function rowJson(row: Written<SlateRow, 'track' | 'reason' | 'placedBy' | 'propensity'>): string {
  return `{"track":${cardJson(row.track)},"reason":${reasonJson(row.reason)},"placedBy":"${row.placedBy}","propensity":${row.propensity}}`;
}

function cardJson(card: TrackCard): string {
  let json = written.get(card);
  if (json === undefined) {
    json = JSON.stringify(card);
    written.set(card, json);
  }
  return json;
}

/** Kinds and signals are words of ours, which need no escaping; a text may hold a title. */
const reasonJson = ({ kind, text, shares }: Written<Reason, 'kind' | 'text' | 'shares'>): string =>
  `{"kind":"${kind}","text":${JSON.stringify(text)},"shares":${listJson(shares, shareJson)}}`;

const shareJson = ({ signal, share }: Written<Reason['shares'][number], 'signal' | 'share'>): string =>
  `{"signal":"${signal}","share":${numberJson(share)}}`;

function numberJson(value: number): string {
  const thousandths = Math.round(value * 1_000);
  return thousandths / 1_000 === value ? (THOUSANDTHS[thousandths] ?? String(value)) : String(value);
}

function listJson<T>(list: readonly T[], json: (one: T) => string): string {
  let out = '[';
  for (let i = 0; i < list.length; i++) out += i === 0 ? json(list[i]!) : `,${json(list[i]!)}`;
  return `${out}]`;
}
