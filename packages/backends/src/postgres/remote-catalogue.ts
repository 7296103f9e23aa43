import { AppError, type ErrorCode } from '@segue/core/errors';
import type { Catalogue } from '@segue/core/ports';

/** One end of a line between two threads: a `Worker`, its `parentPort`, or a port of a `MessageChannel`. */
export interface Line {
  postMessage(message: unknown): void;
  on(event: 'message', take: (message: unknown) => void): unknown;
}

interface Question {
  readonly id: number;
  readonly method: keyof Catalogue;
  readonly args: readonly unknown[];
  /** The clock of whoever asks. */
  readonly nowMs: number;
}
type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly code: ErrorCode | null; readonly message: string };

/**
 * Answers what `remoteCatalogue` asks at the other end.
 *
 * @param tellTime takes the asker's clock, before each question
 * @param onClosed after the answer that it was closed
 */
export function serveCatalogue(
  line: Line,
  catalogue: Catalogue,
  { tellTime = () => {}, onClosed = () => {} }: { readonly tellTime?: (nowMs: number) => void; readonly onClosed?: () => void } = {},
): void {
  line.on('message', async (message) => {
    const { id, method, args, nowMs } = message as Question;
    tellTime(nowMs);
    try {
      const value = await (catalogue[method] as (...given: readonly unknown[]) => Promise<unknown>)(...args);
      line.postMessage({ id, value } satisfies Answer);
    } catch (cause) {
      line.postMessage({ id, ...problemOf(cause) } satisfies Answer);
    }
    if (method === 'close') onClosed();
  });
}

/** What of an error crosses a line. */
export const problemOf = (cause: unknown) => ({
  code: cause instanceof AppError ? cause.code : null,
  message: cause instanceof Error ? cause.message : String(cause),
});

/** The error at the near end. */
export const errorOf = ({ code, message }: { readonly code: ErrorCode | null; readonly message: string }): Error =>
  code ? new AppError(code, message) : new Error(message);

/**
 * A catalogue at the other end of a line. All that its methods take and give is plain, so it crosses as it is.
 * `broken` rejects what is asked and not answered, and everything after.
 */
export function remoteCatalogue(line: Line, now: () => number): { readonly catalogue: Catalogue; broken(reason: string): void } {
  const open = new Map<number, { resolve(value: never): void; reject(cause: Error): void }>();
  let last = 0;
  let brokenBy: string | null = null;
  const unavailable = (reason: string) => new AppError('catalogue_unavailable', reason);

  line.on('message', (message) => {
    const answer = message as Answer;
    const asked = open.get(answer.id);
    open.delete(answer.id);
    if ('value' in answer) asked?.resolve(answer.value as never);
    else asked?.reject(errorOf(answer));
  });
  function ask<M extends keyof Catalogue>(method: M, ...args: Parameters<Catalogue[M]>): ReturnType<Catalogue[M]> {
    const answered = new Promise<never>((resolve, reject) => {
      if (brokenBy !== null) return reject(unavailable(brokenBy));
      const id = ++last;
      open.set(id, { resolve, reject });
      line.postMessage({ id, method, args, nowMs: now() } satisfies Question);
    });
    return answered as ReturnType<Catalogue[M]>;
  }

  return {
    catalogue: {
      putTracks: (tracks) => ask('putTracks', tracks),
      removeTracks: (tracks) => ask('removeTracks', tracks),
      changes: (sinceVersion) => ask('changes', sinceVersion),
      identify: (identity) => ask('identify', identity),
      project: (events) => ask('project', events),
      likes: (listener) => ask('likes', listener),
      blocks: (listener) => ask('blocks', listener),
      history: (listener, page) => ask('history', listener, page),
      importProgress: (name) => ask('importProgress', name),
      saveImportProgress: (name, progress) => ask('saveImportProgress', name, progress),
      ready: () => ask('ready'),
      close: () => ask('close'),
    },
    broken(reason) {
      brokenBy = reason;
      for (const { reject } of open.values()) reject(unavailable(reason));
      open.clear();
    },
  };
}
