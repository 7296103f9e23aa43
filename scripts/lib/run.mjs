import { spawn } from 'node:child_process';

/**
 * Runs a command to its end. Its output goes where `stdio` says; with `collect` it is kept and returned.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(
  command,
  args,
  { cwd, env = process.env, collect = false, uid = undefined, gid = undefined, onSpawn = undefined } = {},
) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      uid,
      gid,
      stdio: collect ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    onSpawn?.(child);
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ code: 127, output: String(error) }));
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 128 : 1), output }));
  });
}

/** Where a program is, or null. */
export async function which(program) {
  const { code, output } = await run('sh', ['-c', `command -v ${program}`], { collect: true });
  return code === 0 ? output.trim() : null;
}
