import {
  AnswerSchema,
  MAX_UNACKED as CORE_MAX,
  SOCKET_PATH as CORE_PATH,
  compareRevisions as coreCompare,
  SILENT_ACTS,
  SlateSchema,
  StatusSchema,
} from '@segue/core/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPosition, aRow, aSlate } from './testing/builders.ts';
import { compareRevisions, covered, isAnswer, isSlate, isStatus, MAX_UNACKED, SILENT, SOCKET_PATH, serverMsOf } from './wire.ts';

const revision = fc.record({ epoch: fc.nat(3), taste: fc.nat(3), view: fc.nat(3) });

describe('what is written again here to keep zod out of the page', () => {
  it('says the same as the schemas', () => {
    expect(MAX_UNACKED).toBe(CORE_MAX);
    expect(SOCKET_PATH).toBe(CORE_PATH);
    expect([...SILENT].sort()).toEqual([...SILENT_ACTS].sort());
  });

  it('[L4] orders revisions as the core does, and totally', () => {
    fc.assert(
      fc.property(revision, revision, revision, (a, b, c) => {
        expect(compareRevisions(a, b)).toBe(coreCompare(a, b));
        expect(Math.sign(compareRevisions(a, b))).toBe(-Math.sign(compareRevisions(b, a)) + 0);
        if (compareRevisions(a, b) > 0 && compareRevisions(b, c) > 0) expect(compareRevisions(a, c)).toBeGreaterThan(0);
      }),
    );
  });

  it('takes what the schemas take', () => {
    const slate = aSlate({ covers: aPosition(3), yours: [aRow('y')] });
    expect(SlateSchema.safeParse(slate).success).toBe(true);
    expect(isSlate(slate)).toBe(true);
    for (const answer of [
      { status: 'acked', position: aPosition(1) },
      { status: 'refused', code: 'track_unknown', message: 'no such track' },
      { status: 'retry', code: 'overloaded', afterMs: 50 },
    ]) {
      expect(AnswerSchema.safeParse(answer).success).toBe(true);
      expect(isAnswer(answer)).toBe(true);
    }
    expect(StatusSchema.safeParse({ degraded: ['kafka'], teaching: 0.5 }).success).toBe(true);
    expect(isStatus({ degraded: ['kafka'], teaching: 0.5 })).toBe(true);
    expect(serverMsOf({ serverMs: 5.5 })).toBe(5.5);
  });

  it('takes nothing else, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (junk) => {
        expect(isSlate(junk)).toBe(false);
        expect(isAnswer(junk) && !AnswerSchema.safeParse(junk).success).toBe(false);
        expect(isStatus(junk) && !StatusSchema.safeParse(junk).success).toBe(false);
        expect(typeof serverMsOf(junk) === 'number' && !Number.isFinite(serverMsOf(junk))).toBe(false);
      }),
    );
    const { rows: _, ...broken } = aSlate();
    expect(isSlate(broken)).toBe(false);
    expect(isSlate({ ...aSlate(), rows: [{}] })).toBe(false);
  });

  it('takes a slate of a newer log to cover everything of an older one', () => {
    expect(covered(aPosition(0, 2), aPosition(99, 1))).toBe(true);
    expect(covered(aPosition(99, 1), aPosition(0, 2))).toBe(false);
    expect(covered(aPosition(4), aPosition(4))).toBe(true);
    expect(covered(null, aPosition(0))).toBe(false);
  });
});
