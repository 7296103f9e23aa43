import { once } from 'node:events';
import { Readable } from 'node:stream';
import { AppError } from '@segue/core/errors';
import { TrackIdSchema } from '@segue/core/events';
import { z } from 'zod';
import { COVER_SIDES, createSmallCovers } from '../sound/small-covers.ts';
import type { App, HttpContext } from './context.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';
const A_WHILE = 'public, max-age=60';

/** Audio by byte range and covers. The address carries the version: what it names never changes. */
export function soundRoutes(app: App, { model, sound }: HttpContext): void {
  const small = createSmallCovers(sound);
  app.addHook('onClose', () => small.close());
  const params = z.object({ id: TrackIdSchema });
  const querystring = z.object({ v: z.string().max(40).optional() });
  const trackOf = (id: z.infer<typeof TrackIdSchema>) => {
    const track = model.track(id);
    if (!track) throw new AppError('track_unknown', `There is no track ${id}.`);
    return track;
  };

  app.route({
    method: ['GET', 'HEAD'],
    url: '/audio/:id',
    schema: { tags: ['sound'], summary: 'A track’s sound; ranges as in RFC 9110', params, querystring },
    handler: async (request, reply) => {
      const track = trackOf(request.params.id);
      const { totalBytes, contentType, etag, version } = await sound.describe(track);
      const headers = {
        'accept-ranges': 'bytes',
        'content-type': contentType,
        etag,
        'cache-control': request.query.v === version ? FOR_EVER : A_WHILE,
      };
      if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).headers(headers).send();
      // Ranges are of what is sent: RFC 9110 has them ignored where nothing is.
      if (request.method === 'HEAD') return reply.headers(headers).header('content-length', totalBytes).send();
      const conditional = request.headers['if-range'];
      const range = conditional && conditional !== etag ? null : rangeOf(request.headers.range, totalBytes);
      if (range === 'unsatisfiable')
        return reply
          .code(416)
          .headers({
            'accept-ranges': 'bytes',
            'content-range': `bytes */${totalBytes}`,
            'content-type': 'application/json; charset=utf-8',
            'cache-control': 'no-store',
          })
          .send({ code: 'range', message: `The track has ${totalBytes} bytes.` });
      const { start, end } = range ?? { start: 0, end: totalBytes - 1 };
      // A player says so of what it fetches before it is played.
      const urgency = request.headers['purpose'] === 'prefetch' ? 'ahead' : 'urgent';
      const body = await begun(sound.read(track, { start, end, etag }, urgency));
      reply.headers(headers).header('content-length', end - start + 1);
      if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${totalBytes}`);
      return reply.send(body);
    },
  });

  app.get(
    '/covers/:id',
    {
      schema: {
        tags: ['sound'],
        summary: 'A track’s cover: drawn from it, or its file’s; whole, or so many pixels wide',
        params,
        querystring: querystring.extend({ side: z.enum(COVER_SIDES).optional() }),
      },
    },
    async (request, reply) => {
      const track = trackOf(request.params.id);
      const { side } = request.query;
      const { bytes, contentType } = await (side ? small.cover(track, side) : sound.cover(track));
      // An embedded picture is somebody's file: it is shown as a picture and never run.
      reply.headers({
        'content-type': contentType,
        'cache-control': request.query.v === sound.version(track) ? FOR_EVER : A_WHILE,
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
        'x-content-type-options': 'nosniff',
      });
      return reply.send(Buffer.from(bytes));
    },
  );
}

/** Resolves once there is a first byte: what fails before it is an error of its own, and not the sound's bytes to keep for ever. */
async function begun(chunks: AsyncIterable<Uint8Array>): Promise<Readable> {
  const body = Readable.from(chunks, { objectMode: false });
  await once(body, 'readable');
  return body;
}

/** Whether a client has it: a proxy may have made the tag a weak one, or have several. */
const isKnown = (header: string | undefined, etag: string): boolean =>
  header?.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag) ?? false;

/** One range; several at once are answered with the whole, as RFC 9110 allows. */
export function rangeOf(
  header: string | undefined,
  totalBytes: number,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const last = totalBytes - 1;
  const start = match[1] === '' ? Math.max(0, totalBytes - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? last : Math.min(last, Number(match[2]));
  // Backwards is no range at all; the RFC has it ignored.
  if (match[1] !== '' && match[2] !== '' && Number(match[2]) < Number(match[1])) return null;
  return start > last || (match[1] === '' && Number(match[2]) === 0) ? 'unsatisfiable' : { start, end };
}
