import { AppError, type ErrorCode } from '@segue/core/errors';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';

/** A new code does not compile until it has a status. */
const STATUS: Record<ErrorCode, number> = {
  event_malformed: 400,
  event_too_large: 413,
  number_reused: 409,
  outbox_unknown: 409,
  track_unknown: 404,
  artist_unknown: 404,
  undo_too_old: 409,
  undo_unknown: 409,
  yours_next_full: 409,
  blocks_full: 409,
  rate_limited: 429,
  overloaded: 503,
  stopping: 503,
  log_unavailable: 503,
  log_replaced: 503,
  store_unavailable: 503,
  catalogue_unavailable: 503,
  catalogue_newer: 503,
  record_malformed: 500,
  session_invalid: 401,
  operator_only: 401,
  not_found: 404,
  sound_unavailable: 503,
};

/** What an answer said of itself before it failed. */
const NOT_OF_ERRORS = ['etag', 'content-range', 'accept-ranges'] as const;
/** Where trying again helps and nobody knows better when. */
const RETRY_AFTER_SECONDS = 1;

export function createErrorHandler(onProblem: (cause: unknown) => void) {
  return (error: FastifyError | AppError | Error, _request: FastifyRequest, reply: FastifyReply) => {
    for (const name of NOT_OF_ERRORS) reply.removeHeader(name);
    reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
    if (error instanceof AppError) {
      if (error.retryable && !reply.hasHeader('retry-after')) reply.header('retry-after', RETRY_AFTER_SECONDS);
      return reply.code(STATUS[error.code]).send({ code: error.code, message: error.message });
    }
    if (hasZodFastifySchemaValidationErrors(error)) {
      const [first] = error.validation;
      return reply.code(400).send({
        code: 'request_malformed',
        message: first?.message ?? 'the request does not fit',
        field: first ? fieldOf(first) : '',
      });
    }
    const status = (error as FastifyError).statusCode ?? 500;
    if (status >= 500) onProblem(error);
    return reply.code(status).send({
      code: (error as FastifyError).code ?? 'internal',
      message: status >= 500 ? 'Something failed here; it was noted.' : error.message,
    });
  };
}

/** Dotted; a field that is not known is named by its own name. */
function fieldOf({ instancePath, params }: { readonly instancePath: string; readonly params?: unknown }): string {
  const { keys } = (params ?? {}) as { readonly keys?: readonly string[] };
  return [...instancePath.split('/').filter(Boolean), ...(keys?.slice(0, 1) ?? [])].join('.');
}
