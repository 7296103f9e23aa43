import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/root.mjs';

const TEMPLATE = join(root, 'deploy', 'nginx', 'segue.conf');

/**
 * Writes a configuration into `folder` under which nginx runs in the foreground and keeps every file of its own there.
 * @param {{ folder: string, port: number, apiPorts: readonly number[], webPorts: readonly number[] }} options
 * @returns {string} the file to start it with
 */
export function writeNginxConfig({ folder, port, apiPorts, webPorts }) {
  mkdirSync(folder, { recursive: true });
  const site = join(folder, 'segue.conf');
  // One failure sets a server aside for a second: here a process that was killed is back soon.
  const servers = (ports) => ports.map((each) => `server 127.0.0.1:${each} max_fails=1 fail_timeout=1s;`).join(' ');
  const values = {
    SEGUE_LISTEN: `127.0.0.1:${port}`,
    SEGUE_API_SERVERS: servers(apiPorts),
    SEGUE_WEB_SERVERS: servers(webPorts),
  };
  writeFileSync(site, fillIn(readFileSync(TEMPLATE, 'utf8'), values));
  const main = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path ${join(folder, kind)};`);
  writeFileSync(
    main,
    `daemon off;
worker_processes 1;
pid ${join(folder, 'nginx.pid')};
error_log stderr warn;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 8192; }
http {
  access_log off;
${temporary.join('\n')}
  include ${site};
}
`,
  );
  return main;
}

/** The template's variables are braced, nginx's own are not. A comment may name them without being filled in. */
export function fillIn(template, values) {
  return template.replaceAll(/^(\s*[^#\s].*)$/gm, (line) =>
    line.replaceAll(/\$\{([A-Z_]+)\}/g, (_, name) => {
      if (values[name] === undefined) throw new Error(`deploy/nginx/segue.conf asks for ${name}, which nobody sets`);
      return values[name];
    }),
  );
}
