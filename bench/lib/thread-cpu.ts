import { readFileSync } from 'node:fs';

const NS_PER_MS = 1e6;

/** CPU ms that this process's main thread has run so far; NaN where the system does not tell. What else the machine does is not in it. */
export function mainThreadCpuMs(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / NS_PER_MS;
  } catch {
    return Number.NaN;
  }
}
