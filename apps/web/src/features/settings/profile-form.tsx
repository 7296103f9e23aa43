'use client';

import type { ActOf } from '@segue/core/events';
import { useState } from 'react';
import { useLiveStore } from '../../live/index.ts';
import styles from './settings.module.css';

type AgeBand = NonNullable<ActOf<'profile'>['ageBand']>;

const AGE_BANDS: Readonly<Record<AgeBand, string>> = {
  'under-18': 'Under 18',
  '18-24': '18 to 24',
  '25-34': '25 to 34',
  '35-49': '35 to 49',
  '50-64': '50 to 64',
  '65-plus': '65 and over',
};
/** As many as the profile holds. */
const MOST_GENRES = 12;

interface ProfileFormProps {
  readonly country: string | null;
  readonly ageBand: AgeBand | null;
  readonly genres: readonly string[];
  /** What can be chosen, by name. Given from the server, so that both draw the same names. */
  readonly countries: readonly { readonly code: string; readonly name: string }[];
  readonly allGenres: readonly string[];
}

/** What a listener may tell about themselves; none of it is asked for, and each change is sent at once. */
export function ProfileForm({ countries, allGenres, ...told }: ProfileFormProps) {
  const store = useLiveStore();
  const [profile, setProfile] = useState({ country: told.country, ageBand: told.ageBand, genres: told.genres });
  const change = (next: typeof profile, atMs: number) => {
    setProfile(next);
    const { country, ageBand, genres } = next;
    store.act({ type: 'profile', ...(country && { country }), ...(ageBand && { ageBand }), genres: [...genres] }, { atMs });
  };
  const full = profile.genres.length >= MOST_GENRES;
  return (
    <form className={styles['form']} onSubmit={(event) => event.preventDefault()}>
      <label className={styles['field']}>
        Country
        <select
          value={profile.country ?? ''}
          onChange={(event) => change({ ...profile, country: event.currentTarget.value || null }, event.timeStamp)}
        >
          <option value="">Not said</option>
          {countries.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className={styles['field']}>
        Age
        <select
          value={profile.ageBand ?? ''}
          onChange={(event) => change({ ...profile, ageBand: (event.currentTarget.value || null) as AgeBand | null }, event.timeStamp)}
        >
          <option value="">Not said</option>
          {Object.entries(AGE_BANDS).map(([band, name]) => (
            <option key={band} value={band}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <fieldset className={styles['genres']}>
        <legend>
          Genres you like{' '}
          <span className={styles['limit']}>{full ? `${MOST_GENRES} chosen: take one out for another` : `up to ${MOST_GENRES}`}</span>
        </legend>
        {allGenres.map((genre) => {
          const on = profile.genres.includes(genre);
          return (
            <label key={genre} className={styles['genre']}>
              <input
                type="checkbox"
                checked={on}
                disabled={!on && full}
                onChange={(event) =>
                  change(
                    { ...profile, genres: on ? profile.genres.filter((one) => one !== genre) : [...profile.genres, genre] },
                    event.timeStamp,
                  )
                }
              />
              {genre}
            </label>
          );
        })}
      </fieldset>
    </form>
  );
}
