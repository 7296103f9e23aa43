import { AppError } from '@segue/core/errors';

const PASSING = new Set(['EIO', 'EMFILE', 'ENFILE', 'ENOENT', 'ENODEV', 'ENXIO', 'ESTALE', 'ETIMEDOUT', 'EAGAIN', 'EBUSY']);

/** Whether it is the disk that failed and not what the file holds: the same may be read later. */
export function mayPass(cause: unknown): boolean {
  if (cause instanceof AppError) return cause.retryable;
  return cause instanceof Error && PASSING.has((cause as NodeJS.ErrnoException).code ?? '');
}
