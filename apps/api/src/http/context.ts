import type { ListenerId } from '@segue/core/events';
import type { ModelView } from '@segue/core/model';
import type { Catalogue, EventLog, OnlineStore } from '@segue/core/ports';
import type { Metrics } from '@segue/telemetry';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { SlateMaker } from '../serving/slate-maker.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { SoundSource } from '../sound/sound-source.ts';

/** What the resources share. */
export interface HttpContext {
  readonly log: EventLog;
  readonly store: OnlineStore;
  readonly catalogue: Catalogue;
  readonly model: ModelView;
  readonly maker: SlateMaker;
  readonly sessions: Sessions;
  readonly sound: SoundSource;
  readonly metrics: Metrics;
  readonly nowMs: () => number;
  readonly siteKeys: ReadonlyMap<string, string>;
  readonly secureCookies: boolean;
  /** The listener of a request's cookie; throws `session_invalid`. */
  readonly listenerOf: (request: FastifyRequest) => Promise<ListenerId>;
  /** Parts by name: up, or why not. */
  readonly parts: () => Promise<Readonly<Record<string, string>>>;
  /** Whether a token, or none, opens what operators see. */
  readonly isOperator: (token: string | undefined) => boolean;
  readonly onProblem: (cause: unknown) => void;
}

/** Routes whose schemas are zod's. */
export const withTypes = (app: FastifyInstance) => app.withTypeProvider<ZodTypeProvider>();
export type App = ReturnType<typeof withTypes>;
