import type { TrackId } from '@segue/core/events';
import { Move } from 'lucide-react';
import { type MouseEvent, memo, type PointerEvent, type RefObject, useMemo, useRef, useState } from 'react';
import { Menu } from '../../components/menu.tsx';
import styles from './map.module.css';
import { coloursOf, namedGenres, nearestGenre, nearestTrack, type Place, type SoundMap } from './sound-map.ts';
import { trailPath } from './trail.ts';
import { useGlide } from './use-glide.ts';
import type { MapState } from './use-sound-map.ts';

interface MapViewProps {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly state: MapState;
  /** Where the listener stood after each of the last gestures, newest last. */
  readonly trail: readonly Place[];
  /** The listener put themselves elsewhere: nearest to this track. */
  readonly onCorrect: (trackId: TrackId, atMs: number) => void;
}

const WIDTH = 284;
const HEIGHT = 232;
const MARGIN = 24;
const across = (x: number): number => Math.round((WIDTH / 2 + x * (WIDTH / 2 - MARGIN)) * 10) / 10;
const down = (y: number): number => Math.round((HEIGHT / 2 - y * (HEIGHT / 2 - MARGIN)) * 10) / 10;
/** A ring that was only touched was not moved. */
const SMALLEST_DRAG_PX = 10;

/** The catalogue by sound, the listener as a ring in it, and the trail of their last gestures. */
export function MapView({ frame, state, trail, onCorrect }: MapViewProps) {
  const map = state.status === 'drawn' ? state.map : null;
  const named = useMemo(() => (map ? namedGenres(map) : []), [map]);
  const at = trail.at(-1);
  const near = map && at ? nearestGenre(map, at) : null;
  const towards = (genre: number) => (event: MouseEvent) => {
    const middle = map?.genres[genre];
    const trackId = map && middle ? nearestTrack(map, middle, genre) : null;
    if (trackId) onCorrect(trackId, event.timeStamp);
  };
  return (
    <div ref={frame} className={styles['root']} data-testid="map" data-state={state.status}>
      {map ? (
        <svg
          className={styles['drawing']}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={`The catalogue by sound, ${map.genres.length} genres. ${near ? `You are nearest to ${near}.` : 'You are not on it yet.'}`}
        >
          <Dots map={map} named={named} />
        </svg>
      ) : (
        <p className={styles['note']}>
          {state.status === 'failed' ? 'The map cannot be fetched right now. Your list goes on without it.' : ''}
        </p>
      )}
      {map && at && <Listener map={map} trail={trail} at={at} onCorrect={onCorrect} />}
      {map && (
        // Last, so that a name can be read where the ring stands on it.
        <svg className={`${styles['drawing']} ${styles['over']}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
          <Names map={map} named={named} />
        </svg>
      )}
      {map && (
        <Menu
          className={styles['menu']}
          label="Move yourself on the map"
          items={named.map((genre) => ({ label: `Towards ${map.genres[genre]?.genre}`, icon: Move, onPress: towards(genre) }))}
        />
      )}
    </div>
  );
}

interface ListenerProps extends Pick<MapViewProps, 'trail' | 'onCorrect'> {
  readonly map: SoundMap;
  readonly at: Place;
}

/** The ring, its trail, and the hand that drags it. */
function Listener({ map, trail, at, onCorrect }: ListenerProps) {
  const [dragged, setDragged] = useState<Place | null>(null);
  const start = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const shown = dragged ?? at;
  const [x, y] = [across(shown.x), down(shown.y)];
  const glides = useGlide({ x: (x / WIDTH) * 100, y: (y / HEIGHT) * 100 }, dragged === null);
  const over = { className: `${styles['drawing']} ${styles['over']}`, viewBox: `0 0 ${WIDTH} ${HEIGHT}` };

  const follow = (event: PointerEvent<SVGCircleElement>) => {
    const from = start.current;
    const svg = event.currentTarget.ownerSVGElement;
    if (!from || !svg || Math.hypot(event.clientX - from.x, event.clientY - from.y) < SMALLEST_DRAG_PX) return;
    const box = svg.getBoundingClientRect();
    const [px, py] = [((event.clientX - box.left) / box.width) * WIDTH, ((event.clientY - box.top) / box.height) * HEIGHT];
    setDragged({ x: limited((px - WIDTH / 2) / (WIDTH / 2 - MARGIN)), y: limited((HEIGHT / 2 - py) / (HEIGHT / 2 - MARGIN)) });
  };
  const release = (event: PointerEvent<SVGCircleElement>) => {
    start.current = null;
    if (!dragged) return;
    setDragged(null);
    const trackId = event.type === 'pointerup' ? nearestTrack(map, dragged) : null;
    if (trackId) onCorrect(trackId, event.timeStamp);
  };
  return (
    <>
      <svg {...over} aria-hidden="true">
        <path
          className={styles['trail']}
          data-dragged={dragged !== null}
          d={trailPath(trail.map((place) => [across(place.x), down(place.y)]))}
        />
      </svg>
      {/* In a drawing of its own: that is what glides, and nothing in it is drawn again for a step. */}
      <svg {...over} aria-hidden="true" ref={glides}>
        <g transform={`translate(${x} ${y})`} data-testid="you" data-x={x} data-y={y}>
          <circle className={styles['edge']} r="11" />
          <circle className={styles['core']} r="4.5" />
          <circle
            className={styles['grip']}
            data-dragged={dragged !== null}
            r="22"
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              start.current = { x: event.clientX, y: event.clientY };
            }}
            onPointerMove={follow}
            onPointerUp={release}
            onPointerCancel={release}
          />
        </g>
      </svg>
    </>
  );
}

interface GenresProps {
  readonly map: SoundMap;
  readonly named: readonly number[];
}

/** Hundreds of them, and none moves. */
const Dots = memo(function Dots({ map, named }: GenresProps) {
  const colours = coloursOf(map, named);
  return (
    <g>
      {map.tracks.map(({ trackId, genre, x, y }) => (
        <circle key={trackId} className={styles['dot']} data-colour={colours[genre]} cx={across(x)} cy={down(y)} r="2" />
      ))}
    </g>
  );
});

const Names = memo(function Names({ map, named }: GenresProps) {
  return named.map((genre, colour) => {
    const { x, y, genre: name } = map.genres[genre] ?? { x: 0, y: 0, genre: '' };
    return (
      <text key={name} className={styles['name']} data-colour={colour} x={inside(across(x), name)} y={down(y) + 4}>
        {name}
      </text>
    );
  });
});

/** A name is drawn round its middle: about so wide, and whole. */
const LETTER_PX = 5.6;
const inside = (x: number, name: string): number => {
  const half = (name.length * LETTER_PX) / 2 + 4;
  return Math.max(half, Math.min(WIDTH - half, x));
};
const limited = (value: number): number => Math.max(-1, Math.min(1, value));
