import type { ReactNode } from 'react';
import { Bar } from '../../components/bar.tsx';
import { Slider } from '../../components/slider.tsx';
import type { Tune } from '../../live/index.ts';
import { changeText } from './genre-change.ts';
import { shownGenres } from './shown-genres.ts';
import styles from './taste.module.css';

interface TasteViewProps {
  /** Strongest first, shares of 1. */
  readonly genres: readonly { readonly genre: string; readonly share: number }[];
  /** Shares when the visit began. */
  readonly atFirst: ReadonlyMap<string, number>;
  /** What the listener's last gesture raised most. */
  readonly risen: string | null;
  /** Gestures that taught something. */
  readonly lessons: number;
  readonly map: ReactNode;
  readonly tune: Tune;
  readonly onDrag: (tune: Tune) => void;
  readonly onRelease: (tune: Tune, atMs: number) => void;
  readonly onGiveUp: () => void;
}

/** Of many genres that are all about as strong none fills its bar. */
const FULL_BAR = 0.25;

/** What Segue hears in the listener, and the two sliders. */
export function TasteView({ genres, atFirst, risen, lessons, map, tune, ...on }: TasteViewProps) {
  const shown = shownGenres(genres, atFirst);
  const full = Math.max(FULL_BAR, shown[0]?.share ?? 1);
  return (
    <section className={styles['root']} aria-label="What Segue hears in you" data-testid="taste">
      <h2 className={styles['title']}>What Segue hears in you</h2>
      <p className={styles['sub']}>
        {lessons > 0
          ? 'Moves with each gesture. Drag the ring, if it is wrong.'
          : 'Nothing yet: this is where everyone starts. Your first skip, like or finished track moves it.'}
      </p>
      {map}
      <ul className={styles['genres']}>
        {shown.map(({ genre, share }) => {
          const change = changeText(share, atFirst.get(genre));
          return (
            <li key={genre} className={styles['genre']}>
              <span className={styles['name']}>{genre}</span>
              <Bar share={share / full} label={`${Math.round(share * 100)} %`} loud={genre === risen} />
              <span className={styles['change']} data-up={change?.startsWith('+')}>
                {change}
              </span>
            </li>
          );
        })}
      </ul>
      <div className={styles['sliders']}>
        <TuneSlider low="Familiar" high="Discover" of="discover" tune={tune} {...on} />
        <TuneSlider low="Calm" high="Energy" of="energy" tune={tune} {...on} />
      </div>
    </section>
  );
}

interface TuneSliderProps extends Pick<TasteViewProps, 'tune' | 'onDrag' | 'onRelease' | 'onGiveUp'> {
  readonly low: string;
  readonly high: string;
  readonly of: keyof Tune;
}

function TuneSlider({ low, high, of, tune, onDrag, onRelease, onGiveUp }: TuneSliderProps) {
  return (
    <div className={styles['slider']}>
      <span aria-hidden="true">{low}</span>
      <span aria-hidden="true">{high}</span>
      <Slider
        label={`${low} to ${high.toLowerCase()}`}
        value={tune[of]}
        onDrag={(value) => onDrag({ ...tune, [of]: value })}
        onRelease={(value, atMs) => onRelease({ ...tune, [of]: value }, atMs)}
        onGiveUp={onGiveUp}
        text={(value) => (value === 0.5 ? 'neutral' : `${Math.round(value * 100)} % ${high.toLowerCase()}`)}
      />
    </div>
  );
}
