'use client';

import { useEffect, useState } from 'react';
import { applyTheme, rememberedTheme, THEMES, type Theme } from './theme.ts';
import styles from './theme-choice.module.css';

const NAMES: Readonly<Record<Theme, string>> = { system: 'As the device', dark: 'Dark', light: 'Light' };

/** Dark, light, or as the device is. */
export function ThemeChoice() {
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(rememberedTheme.read()), []);
  return (
    <fieldset className={styles['root']}>
      <legend className="spoken">Theme</legend>
      {THEMES.map((choice) => (
        <label key={choice} className={styles['choice']}>
          <input
            type="radio"
            name="theme"
            checked={theme === choice}
            onChange={() => {
              setTheme(choice);
              rememberedTheme.write(choice);
              applyTheme(choice);
            }}
          />
          {NAMES[choice]}
        </label>
      ))}
    </fieldset>
  );
}
