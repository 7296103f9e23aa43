'use client';

import { Volume1, Volume2, VolumeX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { Slider } from '../../components/slider.tsx';
import styles from './now-playing.module.css';
import { rememberedVolume, type Volume } from './volume.ts';

interface VolumeControlProps {
  readonly onVolume: (level: number, muted: boolean) => void;
}

/** Loudness of this browser, remembered. Where it is the device's own (a phone), the style sheet hides it. */
export function VolumeControl({ onVolume }: VolumeControlProps) {
  const [volume, setVolume] = useState<Volume>({ level: 0.8, muted: false });
  // What was remembered is known to the browser alone: the first HTML cannot show it.
  useEffect(() => setVolume(rememberedVolume.read()), []);
  const change = (next: Volume) => {
    setVolume(next);
    rememberedVolume.write(next);
    onVolume(next.level, next.muted);
  };
  const { level, muted } = volume;
  const icon = muted || level === 0 ? VolumeX : level < 0.5 ? Volume1 : Volume2;
  return (
    <span className={styles['volume']}>
      <IconButton keepsFocus icon={icon} label={muted ? 'Unmute' : 'Mute'} onPress={() => change({ level, muted: !muted })} />
      <Slider
        label="Volume"
        value={muted ? 0 : level}
        onDrag={(to) => change({ level: to, muted: false })}
        text={(v) => `${Math.round(v * 100)} %`}
      />
    </span>
  );
}
