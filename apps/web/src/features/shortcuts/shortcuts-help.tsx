'use client';

import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useId } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import styles from './shortcuts.module.css';
import { ShortcutsSwitch } from './shortcuts-switch.tsx';

interface ShortcutsHelpProps {
  /** `showModal()` on it opens the help; the browser gives the focus back when it closes. */
  readonly dialog: RefObject<HTMLDialogElement | null>;
  /** The table of keys. */
  readonly children: ReactNode;
}

/** Every key, in a dialog. */
export function ShortcutsHelp({ dialog, children }: ShortcutsHelpProps) {
  const id = useId();
  const close = () => dialog.current?.close();
  return (
    <dialog ref={dialog} className={styles['help']} aria-labelledby={id}>
      <div className={styles['head']}>
        <h2 id={id}>Keys</h2>
        <IconButton icon={X} label="Close" onPress={close} />
      </div>
      {children}
      <ShortcutsSwitch />
    </dialog>
  );
}
