'use client';

import type { EventId, Heard } from '@segue/core/events';
import { useEffect, useState } from 'react';
import { useLive, useLiveStore } from '../../live/index.ts';
import { remembered } from '../../storage/index.ts';
import { HeardLineView } from './heard-line-view.tsx';
import { heardLine } from './heard-state.ts';
import { FIRST_ANSWER, textOf } from './heard-words.ts';
import { usePolite } from './use-polite.ts';

/** Whether this browser's listener was told once what an answer looks like. */
const told = remembered('segue-told', false, (raw): raw is boolean => typeof raw === 'boolean');

/** Joins the live list to the heard line. */
export function HeardLine() {
  const { said, saidOf, isNews, connection, waiting, refused, lastPaint, lastRedo } = useLive();
  const store = useLiveStore();
  const refusal = refused.at(-1) ?? null;
  const [last, setLast] = useState(said);
  // A refusal stands until the next thing is heard.
  const [answered, setAnswered] = useState(refusal?.event ?? null);

  if (said !== last) {
    setLast(said);
    setAnswered(refusal?.event ?? null);
  }
  const open = refusal && refusal.event !== answered ? refusal.message : null;
  const state = heardLine({ connection, waiting, said, saidOf, refusal: open, lastPaint, lastRedo });
  const isFirst = useFirstAnswer(said, isNews) === said?.event;
  const hint = state.kind === 'heard' && isFirst ? FIRST_ANSWER : null;
  const words = state.kind === 'heard' ? [textOf(state.words), hint].filter(Boolean).join(' ') : state.kind === 'quiet' ? '' : state.text;
  return (
    <HeardLineView
      state={state}
      hint={hint}
      spoken={usePolite(words, { isNews: isNews || state.kind !== 'heard', of: state.kind === 'heard' && said ? said.event : null })}
      onUndo={(event) => {
        if (state.kind === 'heard') store.takeBack(saidOf, event.timeStamp);
      }}
    />
  );
}

/** The first gesture that this browser's listener saw answered, while the page lives; null for anybody who has seen one. */
function useFirstAnswer(said: Heard | null, isNews: boolean): EventId | null {
  const [first, setFirst] = useState<EventId | null>(null);
  useEffect(() => {
    if (!said || !isNews || told.read()) return;
    told.write(true);
    setFirst(said.event);
  }, [said, isNews]);
  return first;
}
