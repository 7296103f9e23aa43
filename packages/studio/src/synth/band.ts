import * as drums from './drums.ts';
import type { Instrument } from './instrument.ts';
import * as plucked from './plucked.ts';
import * as struck from './struck.ts';
import * as sustained from './sustained.ts';

/** Every instrument there is, by the name that genres call it. */
export const INSTRUMENTS = { ...plucked, ...struck, ...sustained, ...drums } as const satisfies Record<string, Instrument>;

export type InstrumentName = keyof typeof INSTRUMENTS;

export function instrumentNamed(name: string): Instrument {
  const instrument = (INSTRUMENTS as Readonly<Record<string, Instrument>>)[name];
  if (!instrument) throw new RangeError(`No instrument is called ${name}`);
  return instrument;
}
