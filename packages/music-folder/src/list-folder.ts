import { isUtf8 } from 'node:buffer';
import { readdir } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { watch } from 'chokidar';
import { audioTypeOf, isFolderCover } from './audio-types.ts';
import type { MusicIndex } from './music-index.ts';

/** A file that is being copied changes many times a second: it is read when it has been quiet for so long. */
const QUIET_MS = 300;

export interface ListOptions {
  readonly root: string;
  readonly index: MusicIndex;
  /** Whether the folder itself is there: with it go all its files, one by one, and those are not gone. */
  readonly isRootThere: () => Promise<boolean>;
  readonly onRootGone: () => void;
}

/** Tells `index` of every sound and folder picture that is in `root`, and from then on of those that come and go. */
export function listFolder({ root, index, isRootThere, onRootGone }: ListOptions): { close(): Promise<void> } {
  const quiet = new Map<string, NodeJS.Timeout>();
  const leaving = new Set<string>();
  const named = new Set<string>();
  let ready = false;
  const watcher = watch(root, {
    // Links are shown as themselves, and looked at one by one: a folder that is a link is not followed anywhere.
    followSymlinks: false,
    ignored: (path, stats) => path !== root && (basename(path).startsWith('.') || (stats?.isDirectory() === false && !isWanted(path))),
  });
  const below = (path: string) => relative(root, path).split(sep).join('/');
  const calm = (path: string) => {
    clearTimeout(quiet.get(path));
    quiet.delete(path);
  };
  const later = (path: string) => {
    calm(path);
    leaving.delete(path);
    quiet.set(
      path,
      setTimeout(() => {
        quiet.delete(path);
        index.present(below(path));
      }, QUIET_MS),
    );
  };
  const gone = async (path: string) => {
    calm(path);
    leaving.add(path);
    // It may have come again while the disk was asked.
    if ((await isRootThere()) && leaving.has(path)) index.absent(below(path));
    leaving.delete(path);
  };
  /** The watcher steps over a name that it cannot spell, without a word. */
  const nameUnspelt = async (folder: string) => {
    const entries = await readdir(folder, { encoding: 'buffer' }).catch(() => []);
    for (const entry of entries) {
      const path = below(join(folder, entry.toString()));
      if (isUtf8(entry) || !isWanted(path)) continue;
      named.add(path);
      index.problem(path, 'Its name is not valid UTF-8: give it another one.');
    }
  };
  watcher
    .on('add', (path) => {
      named.add(below(path));
      if (ready) later(path);
      else index.present(below(path));
    })
    .on('addDir', (path) => void nameUnspelt(path))
    .on('change', later)
    .on('unlink', (path) => void gone(path))
    .on('unlinkDir', (path) => path === root && onRootGone())
    .on('error', (cause) => index.trouble('watch', reasonOf(cause)))
    .on('ready', () => {
      ready = true;
      index.listed(named);
    });
  return {
    async close() {
      for (const timer of quiet.values()) clearTimeout(timer);
      quiet.clear();
      await watcher.close();
    },
  };
}

const isWanted = (path: string) => audioTypeOf(path) !== null || isFolderCover(basename(path));

function reasonOf(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EMFILE') {
    return 'The system does not let so many files be watched: changes will be seen at the next start (on Linux raise fs.inotify.max_user_watches).';
  }
  return `Part of it cannot be watched: ${cause instanceof Error ? cause.message : String(cause)}`;
}
