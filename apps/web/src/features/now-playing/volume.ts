import { remembered } from '../../storage/index.ts';

export interface Volume {
  /** 0..1. */
  readonly level: number;
  readonly muted: boolean;
}

const isVolume = (raw: unknown): raw is Volume =>
  typeof raw === 'object' &&
  raw !== null &&
  'level' in raw &&
  typeof raw.level === 'number' &&
  raw.level >= 0 &&
  raw.level <= 1 &&
  'muted' in raw &&
  typeof raw.muted === 'boolean';

/** How loud this browser was the last time. */
export const rememberedVolume = remembered<Volume>('segue-volume', { level: 0.8, muted: false }, isVolume);
