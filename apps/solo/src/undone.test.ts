import {
  type Act,
  type Answer,
  comparePositions,
  type EventId,
  type Position,
  type Slate,
  SlateSchema,
  SOCKET_PATH,
} from '@segue/core/events';
import { completes, until } from '@segue/core/testing';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { openOnMemory } from './testing/on-memory.ts';

const open: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** An app with one listener. */
async function openListener() {
  const { url, log, problems, session, close } = await openOnMemory({ tracks: 120 });
  open.push(() => expect(problems).toEqual([]), close);
  const cookie = await session();
  const socket = io(url, { path: SOCKET_PATH, transports: ['websocket'], forceNew: true, extraHeaders: { cookie } });
  open.push(() => socket.disconnect());
  const published: string[] = [];
  const follower = await log.another().follow({
    topic: 'track-states',
    onRecords: (_partition, records) => void published.push(...records.map(({ key }) => key)),
  });
  open.push(() => follower.stop());
  let slate: Slate = SlateSchema.parse(await socket.emitWithAck('snapshot', {}));
  socket.on('slate', (raw: unknown) => {
    slate = SlateSchema.parse(raw);
  });
  const covers = (position: Position) => slate.covers !== null && comparePositions(slate.covers, position) >= 0;
  let number = 0;
  return {
    /** Keys of `track-states`, as they came. */
    published,
    rows: () => slate.rows.map(({ track, placedBy }) => `${placedBy} ${track.trackId}`),
    slate: () => slate,
    /** Resolves once a list reflects it, to the event. */
    async does(act: Act): Promise<EventId> {
      const gesture = { v: 1, outbox: 'browser', number: ++number, occurredAt: new Date().toISOString(), act };
      const answer = (await socket.emitWithAck('gesture', gesture)) as Answer;
      if (answer.status !== 'acked') throw new Error(`a gesture was not acked: ${JSON.stringify(answer)}`);
      await until(() => covers(answer.position), 'a list reflects it');
      return `browser:${number}` as EventId;
    },
  };
}

describe('an undo with nothing in between', () => {
  it.each(['dislike', 'like', 'pin', 'skip'] as const)(
    'of a %s brings the old list back, row for row, though what it taught of tracks was told to all by then',
    async (type) => {
      const { does, rows, slate, published } = await openListener();
      for (const track of [0, 5, 10, 15, 20, 26]) await does(completes(track));
      for (const place of [0, 2, 5]) {
        const before = rows();
        const { trackId } = slate().rows[place]!.track;
        const known = published.length;
        const event = await does(type === 'skip' ? { type, trackId, heardFraction: 0.05 } : { type, trackId });
        await until(() => published.slice(known).includes(trackId), 'what was learnt of the track is told', 15_000);
        const after = rows();
        const undo = await does({ type: 'undo', event });
        expect(rows()).toEqual(before);
        await does({ type: 'undo', event: undo });
        expect(rows()).toEqual(after);
        await does({ type: 'undo', event: `browser:${Number(undo.split(':')[1]) + 1}` as EventId });
        expect(rows()).toEqual(before);
      }
    },
    60_000,
  );
});
