import type { LucideIcon } from 'lucide-react';
import { memo } from 'react';

interface IconProps {
  readonly of: LucideIcon;
  /** Pixels. */
  readonly size?: number;
  /** Drawn full, for a state that is on. */
  readonly filled?: boolean;
}

/** A decorative icon: what it stands for is said in words beside it or by its button's name. */
export const Icon = memo(function Icon({ of: Glyph, size = 18, filled = false }: IconProps) {
  return <Glyph size={size} strokeWidth={1.75} aria-hidden fill={filled ? 'currentColor' : 'none'} />;
});
