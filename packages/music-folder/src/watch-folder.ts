import { basename, relative, sep } from 'node:path';
import { watch } from 'chokidar';
import { audioTypeOf, isFolderCover } from './audio-types.ts';
import type { MusicIndex } from './music-index.ts';

/** A file that is being copied changes many times a second: it is read when it has been quiet for so long. */
const QUIET_MS = 300;

/** Tells `index` of every sound and folder picture that is in `root`, and from then on of those that come and go. */
export async function watchFolder(root: string, index: MusicIndex): Promise<{ close(): Promise<void> }> {
  const quiet = new Map<string, NodeJS.Timeout>();
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
    quiet.set(
      path,
      setTimeout(() => {
        quiet.delete(path);
        index.present(below(path));
      }, QUIET_MS),
    );
  };
  watcher
    .on('add', (path) => (ready ? later(path) : index.present(below(path))))
    .on('change', later)
    .on('unlink', (path) => {
      calm(path);
      index.absent(below(path));
    })
    .on('error', (cause) => index.problem('', reasonOf(cause)))
    .on('ready', () => {
      ready = true;
      index.listed();
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
