'use client';

import type { Heard } from '@segue/core/events';
import { useState } from 'react';
import { useLive, useLiveStore } from '../../live/index.ts';
import { HeardLineView } from './heard-line-view.tsx';
import { heardLine, saidAfter } from './heard-state.ts';
import { textOf } from './heard-words.ts';
import { usePolite } from './use-polite.ts';

/** Joins the live list to the heard line. */
export function HeardLine() {
  const { slate, connection, waiting, refused, lastPaint } = useLive();
  const store = useLiveStore();
  const heard = slate?.heard ?? null;
  const refusal = refused.at(-1) ?? null;
  const [said, setSaid] = useState<Heard | null>(() => saidAfter(null, heard));
  // A refusal stands until the next thing is heard.
  const [answered, setAnswered] = useState(refusal?.event ?? null);

  const next = saidAfter(said, heard);
  if (next !== said) {
    setSaid(next);
    setAnswered(refusal?.event ?? null);
  }
  const open = refusal && refusal.event !== answered ? refusal.message : null;
  const state = heardLine({ connection, waiting, said: next, refusal: open, lastPaint });
  const words = state.kind === 'heard' ? textOf(state.words) : state.kind === 'quiet' ? '' : state.text;
  return (
    <HeardLineView
      state={state}
      spoken={usePolite(words)}
      onUndo={(event) => {
        if (state.kind === 'heard') store.act({ type: 'undo', event: state.event }, { atMs: event.timeStamp });
      }}
    />
  );
}
