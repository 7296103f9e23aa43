import type { Sound } from './sound.ts';

/** Samples on either side that a jump is compared with. */
const AROUND = 24;
/** A jump this many times the steepest step around it is not music: drums are steep for many samples. */
const FACTOR = 6;
const LEAST = 0.03;
/** Frames in which a low note's edge returns: 30 Hz at 32 kHz. */
const PERIOD = 1066;

/** Where the wave jumps: a step from one sample to the next that nothing before or after it explains. Frames. */
export function clicksIn({ left, right }: Sound): number[] {
  const found: number[] = [];
  for (const channel of [left, right]) {
    for (let i = AROUND + 1; i < channel.length - AROUND - 1; i++) {
      const jump = Math.abs(channel[i]! - channel[i - 1]!);
      if (jump < LEAST) continue;
      let steepest = 0;
      for (let k = 2; k <= AROUND && steepest * FACTOR < jump; k++) {
        steepest = Math.max(steepest, Math.abs(channel[i + k]! - channel[i + k - 1]!), Math.abs(channel[i - k]! - channel[i - k - 1]!));
      }
      if (steepest * FACTOR < jump && alone(channel, i, jump)) found.push(i);
    }
  }
  return found;
}

/** The edge of a square wave comes back with every cycle, a fault of the renderer does not. */
function alone(channel: Float32Array, at: number, jump: number): boolean {
  for (let k = 4; k <= PERIOD; k++) {
    if (at + k < channel.length && Math.abs(channel[at + k]! - channel[at + k - 1]!) > jump / 3) return false;
    if (at - k > 0 && Math.abs(channel[at - k]! - channel[at - k - 1]!) > jump / 3) return false;
  }
  return true;
}
