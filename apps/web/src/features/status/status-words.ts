import type { ClientState } from '../../live/index.ts';

export interface StatusWords {
  /** `good`, `busy` or `bad`: the shape and the colour of the sign. */
  readonly tone: 'good' | 'busy' | 'bad';
  readonly word: string;
  /** "0 gestures waiting" */
  readonly waiting: string;
  /** What else is true, each a sentence. */
  readonly notes: readonly string[];
}

/** Parts of the service as a listener would say them; an unknown one keeps its name. */
const PARTS: Readonly<Record<string, string>> = {
  log: 'New gestures cannot be stored right now. They are kept here and sent later.',
  store: 'What you taught is out of reach for a moment. The list stands as it was.',
  catalogue: 'Search and history are away for a moment.',
  worker: 'Learning is behind. The list will catch up.',
  sound: 'Sound cannot be fetched right now.',
  outbox: 'This browser keeps nothing: gestures that wait would end with the page.',
};

/** The truth about the connection, in words. */
export function statusWords({
  connection,
  waiting,
  degraded,
  teaching,
}: Pick<ClientState, 'connection' | 'waiting' | 'degraded' | 'teaching'>): StatusWords {
  const notes = degraded.map((part) => PARTS[part] ?? `${part} is away for a moment. The list stands.`);
  if (teaching !== null && teaching < 1) notes.push(`Teaching the demo listeners ${Math.round(teaching * 100)} %`);
  return { ...SIGNS[connection], ...(connection === 'live' && degraded.length > 0 && IMPAIRED), waiting: waitingText(waiting), notes };
}

const SIGNS: Readonly<Record<ClientState['connection'], Pick<StatusWords, 'tone' | 'word'>>> = {
  connecting: { tone: 'busy', word: 'Connecting' },
  live: { tone: 'good', word: 'Live' },
  'catching-up': { tone: 'busy', word: 'Catching up' },
  offline: { tone: 'bad', word: 'Offline' },
};
const IMPAIRED: Pick<StatusWords, 'tone' | 'word'> = { tone: 'busy', word: 'Live, with a part away' };

const waitingText = (waiting: number): string => `${waiting} ${waiting === 1 ? 'gesture' : 'gestures'} waiting`;
