import { readdir, stat } from 'node:fs/promises';
import { listFolder } from './list-folder.ts';
import type { MusicIndex } from './music-index.ts';

export interface WatchOptions {
  /** How often it is looked whether the folder is there: a disk that is plugged in again sends no news. */
  readonly lookEveryMs: number;
}

/**
 * Tells `index` what is in `root` and what comes and goes there. While `root` itself is away, its files are not taken for
 * gone; once it is back, all is named anew.
 */
export async function watchFolder(root: string, index: MusicIndex, { lookEveryMs }: WatchOptions): Promise<{ close(): Promise<void> }> {
  let known = await identityOf(root);
  let isGone = false;
  let isClosed = false;
  let timer: NodeJS.Timeout;

  const onRootGone = () => {
    isGone = true;
    index.trouble('root', 'The music folder is gone; it is looked for again.');
  };
  const isRootThere = async () => {
    if (!isGone && (await identityOf(root)) !== known) onRootGone();
    return !isGone;
  };
  const list = () => listFolder({ root, index, isRootThere, onRootGone });
  let listing = list();

  const look = async () => {
    const now = await identityOf(root);
    if (isClosed || (!isGone && now === known)) return;
    // What is left where a disk was mounted is another folder, and empty.
    if (now === null || (now !== known && (await isEmpty(root)))) {
      onRootGone();
      return;
    }
    await listing.close();
    if (isClosed) return;
    known = now;
    isGone = false;
    index.isOver('root');
    listing = list();
  };
  const lookLater = () => {
    timer = setTimeout(async () => {
      await look().catch((cause) => index.trouble('watch', `It could not be looked at, and is again soon: ${String(cause)}`));
      if (!isClosed) lookLater();
    }, lookEveryMs);
  };
  lookLater();

  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await listing.close();
    },
  };
}

/** Another one for another disk in its place; null where there is none. */
async function identityOf(root: string): Promise<string | null> {
  const stats = await stat(root).catch(() => null);
  return stats?.isDirectory() ? `${stats.dev}:${stats.ino}` : null;
}

const isEmpty = async (root: string): Promise<boolean> => (await readdir(root).catch(() => [])).length === 0;
