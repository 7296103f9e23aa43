import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { progress } from './progress.ts';

/** A stretch of time on the machine's monotonic clock, µs. */
export interface Window {
  readonly fromUs: number;
  readonly toUs: number;
}

/** What V8 writes with `--cpu-prof`. Times are µs on the monotonic clock. */
interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}
interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

/** The hot list of one process: shares of the time in which it had something to do. */
interface Hot {
  /** ms of the windows in which it was not idle. */
  readonly busyMs: number;
  readonly functions: readonly { readonly name: string; readonly selfMs: number }[];
}

/** How many functions of a process are named. */
const MOST_NAMED = 40;

/** Added to Node's flags: a profile of the whole life of the process goes into the folder when it ends. */
export function profileFlags(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

export const nowUs = (): number => Number(process.hrtime.bigint() / 1_000n);

/** Names the hottest functions of a process that has ended, and whose profile is in `profiles/name`. */
export function tellHottest(name: string, profiles: string, windows: readonly Window[]): void {
  const { busyMs, functions } = hottest(join(profiles, name), windows);
  progress(`${name} was busy for ${Math.round(busyMs)} ms of what was measured:`);
  for (const { name: label, selfMs } of functions.slice(0, MOST_NAMED))
    progress(`${((100 * selfMs) / busyMs).toFixed(1).padStart(6)} %  ${label}`);
}

/** Where the main thread of the process that wrote into `folder` was while the windows lasted, hottest first. */
function hottest(folder: string, windows: readonly Window[]): Hot {
  // Names begin with the time: a folder that was used before has older ones.
  const file = readdirSync(folder)
    .sort()
    .findLast((name) => /\.\d+\.0\.\d+\.cpuprofile$/.test(name));
  if (!file) throw new Error(`there is no profile in ${folder}: was its process killed?`);
  const { nodes, samples, timeDeltas, startTime } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
  const nameOf = new Map(nodes.map(({ id, callFrame }) => [id, labelOf(callFrame)]));
  const selfUs = new Map<string, number>();
  let atUs = startTime;
  samples.forEach((id, i) => {
    const tookUs = timeDeltas[i] ?? 0;
    atUs += tookUs;
    if (!windows.some(({ fromUs, toUs }) => atUs >= fromUs && atUs <= toUs)) return;
    const name = nameOf.get(id) ?? '?';
    selfUs.set(name, (selfUs.get(name) ?? 0) + tookUs);
  });
  selfUs.delete('(idle)');
  const functions = [...selfUs].map(([name, us]) => ({ name, selfMs: us / 1_000 })).sort((a, b) => b.selfMs - a.selfMs);
  return { busyMs: functions.reduce((total, { selfMs }) => total + selfMs, 0), functions };
}

/** `function package` for what came from the registry, `function file:line` for our own and Node's. */
function labelOf({ functionName, url, lineNumber }: CallFrame): string {
  const name = functionName || '(anonymous)';
  if (!url) return name;
  const registry = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\/.*?([^/]+)$/.exec(url);
  const place = registry ? `${registry[1]}/${registry[2]}` : url.split('/').slice(-2).join('/');
  return `${name} ${place}:${lineNumber + 1}`;
}
