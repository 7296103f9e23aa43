import { spawn } from 'node:child_process';

/**
 * Runs a program in our place: same terminal, same process group, our signals passed on.
 * @returns {Promise<number>} its exit code
 */
export function runForwarded(program, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', env });
    // A terminal signals the child too; the second time does no harm.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.once('error', (cause) => {
      process.stderr.write(`${program} could not be started: ${cause.message}\n`);
      resolve(127);
    });
    child.once('close', (code, signal) => resolve(code ?? (signal ? 128 : 1)));
  });
}
