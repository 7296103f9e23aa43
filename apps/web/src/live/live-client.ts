import type { GestureDetails, Segue, SegueState } from '@segue/sdk';

/** What the SDK tells the page; the part of its state that the page draws. */
export type ClientState = Pick<SegueState, 'connection' | 'waiting' | 'slate' | 'unheard' | 'refused' | 'degraded' | 'teaching'>;
/** 0 familiar .. 1 discover, 0 calm .. 1 energy; 0.5 is neutral. */
export type Tune = Parameters<Segue['preview']>[0];
export type { GestureDetails };

/** The part of the SDK that the pages use; tests bring their own. */
export interface LiveClient extends Pick<Segue, 'connect' | 'gesture' | 'eventOf' | 'preview' | 'painted' | 'setInitialSlate'> {
  subscribe(listener: () => void): () => void;
  state(): ClientState;
}
