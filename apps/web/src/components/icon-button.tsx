import type { LucideIcon } from 'lucide-react';
import type { MouseEvent } from 'react';
import { Icon } from './icon.tsx';
import styles from './icon-button.module.css';
import { keepFocus } from './keep-focus.ts';

interface IconButtonProps {
  readonly icon: LucideIcon;
  /** Its accessible name, and its tooltip. */
  readonly label: string;
  readonly onPress: (event: MouseEvent<HTMLButtonElement>) => void;
  readonly size?: number;
  /** A switch that is on; absent for a plain button. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  /** For a button that opens a menu: whether it is open, and the id of what it opens. */
  readonly expanded?: boolean;
  readonly controls?: string;
  /** Left out of the Tab order: arrows lead to it. */
  readonly inner?: boolean;
  /** One of the player's: after a press of the mouse the keys go on. */
  readonly keepsFocus?: boolean;
  readonly className?: string | undefined;
}

export function IconButton({
  icon,
  label,
  onPress,
  size = 20,
  pressed,
  disabled,
  expanded,
  controls,
  inner,
  keepsFocus,
  className,
}: IconButtonProps) {
  return (
    <button
      type="button"
      className={className ? `${styles['button']} ${className}` : styles['button']}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      aria-haspopup={expanded === undefined ? undefined : 'menu'}
      aria-expanded={expanded}
      aria-controls={expanded ? controls : undefined}
      disabled={disabled}
      tabIndex={inner ? -1 : undefined}
      onMouseDown={keepsFocus ? keepFocus : undefined}
      onClick={onPress}
    >
      <Icon of={icon} size={size} filled={pressed === true} />
    </button>
  );
}
