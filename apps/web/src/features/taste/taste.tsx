'use client';

import { useMemo, useRef, useState } from 'react';
import { type Tune, useLiveSlate, useLiveStore } from '../../live/index.ts';
import { MapView } from './map-view.tsx';
import { mostRisen } from './risen.ts';
import { placeOn } from './sound-map.ts';
import { TasteView } from './taste-view.tsx';
import { useSoundMap } from './use-sound-map.ts';

/** Joins the live list to what Segue hears in the listener, and to the two sliders that correct it. */
export function Taste() {
  const slate = useLiveSlate();
  const store = useLiveStore();
  const frame = useRef<HTMLDivElement>(null);
  const { state, visit } = useSoundMap(frame, slate);
  const atFirst = useMemo(() => new Map(visit?.genres.map(({ genre, share }) => [genre, share])), [visit?.genres]);
  const trail = useMemo(
    () => (state.status === 'drawn' ? (visit?.trail ?? []).map(({ vector }) => placeOn(state.map, vector)) : []),
    [state, visit?.trail],
  );
  const [last, setLast] = useState({ slate, risen: null as string | null });
  if (slate && slate !== last.slate && slate.heard?.event !== last.slate?.heard?.event) {
    setLast({ slate, risen: last.slate ? mostRisen(last.slate.genres, slate.genres) : null });
  }
  // What the hand holds right now; null when it holds nothing and the slate's own sliders are the truth.
  const [held, setHeld] = useState<Tune | null>(null);
  const releasedAt = useRef(0);
  const tune = held ?? slate?.tune ?? { discover: 0.5, energy: 0.5 };
  return (
    <TasteView
      genres={slate?.genres ?? []}
      atFirst={atFirst}
      risen={last.risen}
      lessons={slate?.lessons ?? 0}
      map={
        <MapView frame={frame} state={state} trail={trail} onCorrect={(trackId, atMs) => store.act({ type: 'more', trackId }, { atMs })} />
      }
      tune={tune}
      onDrag={(next) => {
        setHeld(next);
        store.preview(next);
      }}
      onRelease={(next, atMs) => {
        setHeld(null);
        if (releasedAt.current === atMs || (next.discover === slate?.tune.discover && next.energy === slate.tune.energy && !held)) return;
        releasedAt.current = atMs;
        store.act({ type: 'tune', discover: next.discover, energy: next.energy }, { atMs });
      }}
      onGiveUp={() => {
        setHeld(null);
        store.preview(null);
      }}
    />
  );
}
