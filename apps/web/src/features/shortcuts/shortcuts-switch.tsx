'use client';

import { useEffect, useState } from 'react';
import styles from './shortcuts.module.css';
import { rememberedShortcuts } from './shortcuts.ts';

/** Single keys get in the way of speech input and of some hands: they can be switched off. */
export function ShortcutsSwitch() {
  const [on, setOn] = useState(true);
  useEffect(() => setOn(rememberedShortcuts.read()), []);
  return (
    <label className={styles['switch']}>
      <input
        type="checkbox"
        checked={on}
        onChange={({ currentTarget: { checked } }) => {
          setOn(checked);
          rememberedShortcuts.write(checked);
        }}
      />
      Use these keys in this browser
    </label>
  );
}
