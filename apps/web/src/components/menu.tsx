'use client';

import { Ellipsis, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import styles from './menu.module.css';

export interface MenuItem {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly onPress: (event: MouseEvent<HTMLButtonElement>) => void;
}

interface MenuProps {
  /** The button's accessible name. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Left out of the Tab order: arrows lead to it. */
  readonly inner?: boolean;
  readonly className?: string | undefined;
}

/** Room under the button that the list of items needs; with less, it opens upwards. */
const ITEM_HEIGHT_PX = 44;
/** What is docked under the page: the player, and on a phone the ways to other pages. */
const DOCKED_PX = { wide: 90, phone: 170 };
const PHONE_PX = 760;

/** A button that opens a short list of verbs. Arrows walk, Escape and Tab close, focus comes back to the button. */
export function Menu({ label, items, inner, className }: MenuProps) {
  const [open, setOpen] = useState(false);
  const [upwards, setUpwards] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();

  const verbs = () => [...(root.current?.querySelectorAll<HTMLButtonElement>('[role="menuitem"]') ?? [])];
  const close = () => {
    setOpen(false);
    // It is where the hand is: no reason to scroll.
    root.current?.querySelector<HTMLButtonElement>('[aria-haspopup]')?.focus({ preventScroll: true });
  };

  useLayoutEffect(() => {
    if (open) root.current?.querySelector<HTMLButtonElement>('[role="menuitem"]')?.focus({ preventScroll: true });
  }, [open]);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    const all = verbs();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[to % all.length]?.focus();
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={root} className={className ? `${styles['root']} ${className}` : styles['root']}>
      <IconButton
        icon={Ellipsis}
        label={label}
        expanded={open}
        controls={id}
        inner={inner === true}
        onPress={(event) => {
          const { top, bottom } = event.currentTarget.getBoundingClientRect();
          const below = innerHeight - bottom - (innerWidth > PHONE_PX ? DOCKED_PX.wide : DOCKED_PX.phone);
          setUpwards(below < items.length * ITEM_HEIGHT_PX && top > below);
          setOpen(!open);
        }}
      />
      {open && (
        <div id={id} role="menu" tabIndex={-1} onKeyDown={onKeyDown} aria-label={label} className={styles['items']} data-upwards={upwards}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={styles['item']}
              onClick={(event) => {
                close();
                item.onPress(event);
              }}
            >
              <Icon of={item.icon} size={16} />
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
