import { useEffect } from 'react';
import { onForgotten } from '../../storage/index.ts';

/** Forgotten in another tab is forgotten here: what this one shows is of somebody who is gone. */
export function useForgotten(): void {
  useEffect(() => onForgotten(() => location.replace('/?renew')), []);
}
