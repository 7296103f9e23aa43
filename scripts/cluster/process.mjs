import { startGuarded } from '../lib/guarded.mjs';
import { freePort, untilUp } from '../lib/ports.mjs';

/** A process has ten seconds to finish what is in hand (L9), and some for what follows. */
const GRACE_SECONDS = 12;

/**
 * One process of the cluster, up and ready; its port and settings stay when it is started again.
 *
 * @param {object} options
 * @param {string} options.name as api-1
 * @param {string} options.command
 * @param {(port: number) => string[]} options.args
 * @param {(port: number) => NodeJS.ProcessEnv} options.env
 * @param {(url: string) => Promise<void>} options.ready throws until it is
 * @param {string} options.log file that its output is appended to
 * @param {number} [options.port]
 * @param {number} [options.readyWithinMs]
 * @returns {Promise<ClusterProcess>}
 *
 * @typedef {object} ClusterProcess
 * @property {string} name
 * @property {string} url
 * @property {number} port
 * @property {number | undefined} pid
 * @property {string} log
 * @property {() => boolean} running
 * @property {Promise<number>} ended the exit code of what was started last; 128 and more for a signal
 * @property {(signal: NodeJS.Signals) => void} kill
 * @property {() => Promise<void>} stop SIGTERM, and SIGKILL where that is not obeyed in time
 * @property {() => Promise<void>} restart stops it where it runs, starts it, and waits until it is ready
 */
export async function startProcess({ name, command, args, env, ready, log, port: wanted, readyWithinMs = 60_000 }) {
  const port = wanted ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const open = async () => {
    const program = startGuarded(command, args(port), { env: env(port), log, graceSeconds: GRACE_SECONDS });
    try {
      await untilUp(() => ready(url), { what: name, timeoutMs: readyWithinMs, program });
    } catch (cause) {
      await program.stop();
      throw cause;
    }
    return program;
  };
  let program = await open();
  return {
    name,
    url,
    port,
    log,
    get pid() {
      return program.pid;
    },
    running: () => program.running(),
    get ended() {
      return program.ended;
    },
    kill: (signal) => program.kill(signal),
    stop: () => program.stop(),
    async restart() {
      await program.stop();
      program = await open();
    },
  };
}

/** Asks until `path` answers 200. */
export const answersOk = (path) => async (url) => {
  const response = await fetch(url + path, { signal: AbortSignal.timeout(5_000), redirect: 'manual' });
  await response.body?.cancel();
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
};
