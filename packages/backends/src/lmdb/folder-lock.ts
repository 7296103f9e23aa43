import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps a second process out of a folder. LMDB itself would let it in, and two writers that both count offsets in memory
 * would overwrite each other's records. A process is told from a later one with the same number by when it started, so
 * that what a crash left behind locks nobody out, in a container (always the same number) least of all.
 * Returns the release.
 */
export function lockFolder(path: string, what: string): () => void {
  mkdirSync(path, { recursive: true });
  const file = join(path, 'process.lock');
  const me = `${process.pid} ${startOf(process.pid)}`;
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(file, me, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') || tries > 2) throw cause;
    }
    const holder = textOf(file);
    const pid = Number.parseInt(holder, 10);
    if (Number.isInteger(pid) && startOf(pid) !== null && holder === `${pid} ${startOf(pid)}`) {
      const who = pid === process.pid ? 'This process' : `Process ${pid}`;
      throw new Error(`${who} has ${what} at ${path} open already. Stop it first, or give this one another folder (SEGUE_HOME).`);
    }
    takeAway(file, holder);
  }
}

/** '' where it is gone, or is being written right now: then there is more to read in a moment. */
function textOf(file: string): string {
  for (let tries = 0; ; tries++) {
    try {
      const text = readFileSync(file, 'utf8');
      if (text !== '' || tries === 5) return text;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    } catch {
      return '';
    }
  }
}

/** Removes what a crash left behind, and nothing that another process, which found it too, has put in its place meanwhile. */
function takeAway(file: string, left: string): void {
  const mine = `${file}.${process.pid}`;
  try {
    renameSync(file, mine);
  } catch {
    return;
  }
  if (readFileSync(mine, 'utf8') === left) rmSync(mine, { force: true });
  else renameSync(mine, file);
}

/** Something that no later process with this number shares; null when there is no such process. */
function startOf(pid: number): string | null {
  try {
    // Field 22, in ticks since boot; the name before it may hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    if (process.platform === 'linux') return null;
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 }).trim() || null;
  } catch {
    return null;
  }
}
