import type { SoundSpec } from '../composer/score.ts';

/** What the pool asks of a worker, and what comes back. Both ends are this package, so no schema stands between. */
export interface RenderRequest {
  readonly job: number;
  readonly spec: SoundSpec;
  readonly block: number;
}

export type RenderReply = { readonly job: number; readonly pcm: Uint8Array } | { readonly job: number; readonly error: string };
