'use client';

import { X } from 'lucide-react';
import { type RefObject, useId } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import styles from './shortcuts.module.css';
import { LIST_KEYS, SHOWN_KEYS } from './shortcuts.ts';
import { ShortcutsSwitch } from './shortcuts-switch.tsx';

interface ShortcutsHelpProps {
  /** `showModal()` on it opens the help; the browser gives the focus back when it closes. */
  readonly dialog: RefObject<HTMLDialogElement | null>;
}

/** Every key, in a dialog. */
export function ShortcutsHelp({ dialog }: ShortcutsHelpProps) {
  const id = useId();
  const close = () => dialog.current?.close();
  return (
    <dialog ref={dialog} className={styles['help']} aria-labelledby={id}>
      <div className={styles['head']}>
        <h2 id={id}>Keys</h2>
        <IconButton icon={X} label="Close" onPress={close} />
      </div>
      <Keys of={SHOWN_KEYS} />
      <h3>In the list</h3>
      <Keys of={LIST_KEYS} />
      <ShortcutsSwitch />
    </dialog>
  );
}

function Keys({ of }: { readonly of: typeof SHOWN_KEYS }) {
  return (
    <dl className={styles['keys']}>
      {of.map(({ keys, does }) => (
        <div key={does}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
