import { z } from 'zod';

declare const brand: unique symbol;
/** Identifiers are distinct types: a track id in a listener's place does not compile. */
export type Id<Name extends string> = string & { readonly [brand]: Name };

export type ListenerId = Id<'Listener'>;
export type TrackId = Id<'Track'>;
export type ArtistId = Id<'Artist'>;
/** One browser's store of gestures; with a number it is an event's unique id. */
export type OutboxId = Id<'Outbox'>;
/** `outbox:number`. */
export type EventId = Id<'Event'>;

// The alphabet keeps ids safe in keys, addresses and metric-free logs; 64 bounds every packed record.
const idPattern = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/;
// A cast and no transform: a transform cannot be encoded again, and answers are checked on their way out too.
const id = <Name extends string>(what: string) =>
  z.string().regex(idPattern, `a ${what} id is 1 to 64 letters, digits, dots, dashes, tildes or underscores`) as unknown as z.ZodType<
    Id<Name>,
    string
  >;

export const ListenerIdSchema = id<'Listener'>('listener');
export const TrackIdSchema = id<'Track'>('track');
export const ArtistIdSchema = id<'Artist'>('artist');
export const OutboxIdSchema = id<'Outbox'>('outbox');
export const EventIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}:[1-9][0-9]{0,14}$/, 'an event id is outbox:number') as unknown as z.ZodType<EventId, string>;

export const asListenerId = (text: string): ListenerId => ListenerIdSchema.parse(text);
export const asTrackId = (text: string): TrackId => TrackIdSchema.parse(text);
export const asArtistId = (text: string): ArtistId => ArtistIdSchema.parse(text);
export const asOutboxId = (text: string): OutboxId => OutboxIdSchema.parse(text);
export const asEventId = (text: string): EventId => EventIdSchema.parse(text);
export const eventIdOf = (event: { readonly outbox: OutboxId; readonly number: number }): EventId =>
  `${event.outbox}:${event.number}` as EventId;
