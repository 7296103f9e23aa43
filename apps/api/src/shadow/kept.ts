import { AppError } from '@segue/core/errors';
import { ORIGINS, type Origin } from '@segue/core/events';
import type { KeptTally } from '@segue/core/experiments';
import { ByteReader, ByteWriter, hashOf } from '@segue/core/model';
import { RANKER_COLUMNS } from '@segue/core/ranking';
import type { Rivals } from './rivals.ts';

const VERSION = 2;
/** Rankers that read other columns, or the same ones under another meaning, begin anew. */
const COLUMNS = hashOf(RANKER_COLUMNS.join('\n'));
/** Of a key of a listener who has counted: 16 hexadecimal digits. */
const KEY_BYTES = 8;

interface KeptExperiment {
  /** As the setting has it: of another one nothing counts. */
  readonly text: string;
  readonly tallies: ReadonlyMap<Origin, KeptTally>;
}

interface Kept {
  readonly rivals: ReadonlyMap<Origin, Rivals>;
  readonly experiment: KeptExperiment | null;
}

/**
 * All that the rankers of all origins have learnt, and what an experiment has counted, as bytes. No listener is in them: who
 * has counted is kept as a hash of an id that nobody can guess.
 */
export function packKept({ rivals: all, experiment }: Kept, columns = COLUMNS): Uint8Array {
  const out = new ByteWriter();
  out.u8(VERSION);
  out.u32(columns);
  out.u8(all.size);
  for (const [origin, rivals] of all) {
    out.text(origin);
    const packed = rivals.pack();
    out.u8(packed.size);
    for (const [name, { bytes, learnt }] of packed) {
      out.text(name);
      out.f64(learnt);
      out.u32(bytes.length);
      out.bytes(bytes);
    }
  }
  out.text(experiment?.text ?? '');
  out.u8(experiment?.tallies.size ?? 0);
  for (const [origin, { sums, counted }] of experiment?.tallies ?? []) {
    out.text(origin);
    out.u8(sums.length);
    for (const { n, sum, squares } of sums) {
      out.f64(n);
      out.f64(sum);
      out.f64(squares);
    }
    out.u32(counted.length);
    for (const key of counted) out.bytes(Buffer.from(key, 'hex'));
  }
  return out.takeOwn();
}

/** Hands what was packed to the rivals of each origin, and gives what was counted; `record_malformed` where it cannot be read. */
export function restoreKept(bytes: Uint8Array, rivalsOf: (origin: Origin) => Rivals): KeptExperiment {
  const from = new ByteReader(bytes);
  const version = from.u8();
  if (version !== VERSION) throw new AppError('record_malformed', `kept rankers are of version ${version}, expected ${VERSION}`);
  const isOfTheseColumns = from.u32() === COLUMNS;
  for (let origins = from.u8(); origins > 0; origins--) {
    const rivals = rivalsOf(originIn(from));
    for (let left = from.u8(); left > 0; left--) {
      const name = from.text();
      const learnt = from.f64();
      const packed = from.bytes(from.u32());
      if (isOfTheseColumns) rivals.restore(name, packed, learnt);
    }
  }
  const text = from.text();
  const tallies = new Map<Origin, KeptTally>();
  for (let origins = from.u8(); origins > 0; origins--) {
    const origin = originIn(from);
    const sums = Array.from({ length: from.u8() }, () => ({ n: from.f64(), sum: from.f64(), squares: from.f64() }));
    const counted = Array.from({ length: from.u32() }, () => Buffer.from(from.bytes(KEY_BYTES)).toString('hex'));
    tallies.set(origin, { sums, counted });
  }
  return { text, tallies };
}

function originIn(from: ByteReader): Origin {
  const text = from.text();
  const origin = ORIGINS.find((one) => one === text);
  if (!origin) throw new AppError('record_malformed', `kept rankers are of an unknown origin: ${text}`);
  return origin;
}
