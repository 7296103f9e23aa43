import type { ListenerId } from '../events/index.ts';
import { fractionOf, hashOf } from '../model/index.ts';

/**
 * Which arm a listener is in, from 0: the same for ever, on every instance, without anything being kept. The experiment's
 * name is the salt, so that who shared an arm in one is spread anew in the next.
 */
export function armOf(experiment: string, listener: ListenerId, arms: number): number {
  return Math.floor(fractionOf(listener, hashOf(experiment)) * arms);
}
