import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { PlainError } from '../../scripts/lib/say.mjs';

/** Clock ticks a second of /proc/PID/stat: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Throws a sentence where the figures of other processes cannot be had: before anything is started. */
export function needProc(): void {
  if (!existsSync('/proc/self/stat')) throw new PlainError('CPU and memory of processes are read from /proc, which only Linux has.');
}

/** CPU seconds that a process and everything that it started have used so far, all threads; 0 of one that has ended. */
export function cpuSecondsOf(pid: number | undefined): number {
  if (pid === undefined) return 0;
  let ticks = 0;
  for (const each of [pid, ...descendantsOf(pid)]) {
    const fields = statOf(each);
    if (fields) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / TICKS_PER_SECOND;
}

/** CPU seconds of this process alone. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Memory of a process and everything that it started, in MiB: proportional set size, so that shared pages count once. */
export function memoryMiBOf(pid: number): number {
  let kib = 0;
  for (const each of [pid, ...descendantsOf(pid)]) {
    try {
      kib += Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${each}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It has ended meanwhile.
    }
  }
  return kib / 1024;
}

function descendantsOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? Number(statOf(Number(name))?.[1]) : Number.NaN;
    if (Number.isFinite(parent)) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const out: number[] = [];
  const open = [pid];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const own = children.get(next) ?? [];
    out.push(...own);
    open.push(...own);
  }
  return out;
}

/** Fields after the command, which may hold spaces and brackets: state, parent, … utime at 11, stime at 12. */
function statOf(pid: number | undefined): string[] | null {
  if (pid === undefined) return null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
