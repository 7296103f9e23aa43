import { asListenerId, type ListenerId, type Position } from '../events/index.ts';
import type { CachedSlate, OnlineStore, TasteChunk, TasteWrite, TrackChunk } from '../ports/index.ts';
import type { OpenedStore } from './opened-store.ts';
import { until } from './until.ts';

export const ada = asListenerId('ada');
export const bea = asListenerId('bea');

/** What online stores are tested with: one partition unless said otherwise, and positions by their offset. */
export const PARTITION = 3;

export const at = (offset: number, epoch = 1_750_000_000_000, partition = PARTITION): Position => ({ epoch, partition, offset });
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (value: Uint8Array | null | undefined): string | null => (value ? new TextDecoder().decode(value) : null);

/** One save of one listener's taste, whose record, notice and mark say its offset. */
export function aWrite(offset: number, overrides: Partial<TasteWrite> = {}): TasteWrite {
  const next = { record: bytes(`taste ${offset}`), position: at(offset) };
  return { listener: ada, expected: null, next, notice: bytes(`notice ${offset}`), dropsSlate: true, ...overrides };
}

export function aChunk(offset: number, overrides: Partial<TasteChunk> = {}): TasteChunk {
  return { partition: PARTITION, expectedMark: null, nextMark: at(offset), writes: [aWrite(offset)], ...overrides };
}

export function aTrackChunk(offset: number, overrides: Partial<TrackChunk> = {}): TrackChunk {
  return { partition: PARTITION, expectedMark: null, nextMark: at(offset), writes: [], ...overrides };
}

/** Saves tastes one after the other at these offsets, from whatever mark and taste are there. */
export async function savesTastes(store: OnlineStore, offsets: readonly number[], listener: ListenerId = ada): Promise<void> {
  for (const offset of offsets) {
    const expectedMark = await store.tastes.mark(PARTITION);
    const [kept] = await store.tastes.load(PARTITION, [listener]);
    const write = aWrite(offset, { listener, expected: kept?.position ?? null, notice: bytes(`${listener} ${offset}`) });
    const saved = await store.tastes.save(aChunk(offset, { expectedMark, writes: [write] }));
    if (saved !== 'saved') throw new Error(`the save at ${offset} gave ${saved}`);
  }
}

export function aSlate(taste: number, overrides: Partial<CachedSlate> = {}): CachedSlate {
  return { revision: { epoch: 1, taste, view: 0 }, tasteAt: null, bytes: bytes(`slate ${taste}`), ...overrides };
}

/**
 * Lets a time to live of one second run out: on the adapter's clock at once, on a server's when it has forgotten a
 * slate that was put after whatever is to be forgotten.
 */
export async function afterOneSecond({ port, pass }: Pick<OpenedStore, 'port' | 'pass'>): Promise<void> {
  const last = asListenerId('the-last-to-go');
  if (!(await port.slates.put(PARTITION, last, aSlate(0), { ttlSeconds: 1 }))) throw new Error('the slate to wait for was not kept');
  pass(1_001);
  await until(async () => (await port.slates.get(PARTITION, last)) === null, 'a second has passed for the store');
}

/** Code of what a call rejects with; `answered` where it does not. */
export async function codeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (cause) {
    return (cause as { code?: unknown }).code ?? cause;
  }
  return 'answered';
}
