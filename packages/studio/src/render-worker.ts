import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { type Recording, record } from './render/recording.ts';
import type { RenderReply, RenderRequest } from './service/render-messages.ts';

/** Tracks that stay open: two listeners, or one who seeks back and forth between two tracks. */
const OPEN_RECORDINGS = 2;

const port = parentPort;
if (!port) throw new Error('render-worker runs as a worker thread: start it through createSoundRenderer');

// On Linux a thread has a priority of its own. Sound is made well before it is heard; a list is waited for.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

// The first track would wait for the compiler: a bar of a few genres lets it see all instruments' loops beforehand.
if (workerData === 'warm') for (const genre of ['slow soul', 'synth-pop', 'hard rock', 'pulse minimalism']) warmUp(genre);

const recordings = new Map<string, Recording>();

port.on('message', (request: RenderRequest) => {
  let reply: RenderReply;
  try {
    const pcm = recordingOf(request).block(request.block);
    reply = { job: request.job, pcm };
    port.postMessage(reply, [pcm.buffer as ArrayBuffer]);
  } catch (error) {
    reply = { job: request.job, error: error instanceof Error ? error.message : String(error) };
    port.postMessage(reply);
  }
});

function warmUp(genre: string): void {
  record({ seed: 1, artistId: '', genre, key: 0, mode: 'minor', tempo: 100, energy: 0.5, durationSeconds: 20 }).block(2);
}

function recordingOf({ spec }: RenderRequest): Recording {
  const key = JSON.stringify(spec);
  let recording = recordings.get(key);
  recordings.delete(key);
  recording ??= record(spec);
  recordings.set(key, recording);
  for (const oldest of recordings.keys()) {
    if (recordings.size <= OPEN_RECORDINGS) break;
    recordings.delete(oldest);
  }
  return recording;
}
