import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { asListenerId } from '@segue/core/events';
import { catalogueContract, someTracks, until } from '@segue/core/testing';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { MemoryCatalogue, MemoryCatalogueData } from './memory/index.ts';
import { openCatalogueThread, openPostgresCatalogue } from './postgres/index.ts';
import { catalogueOn } from './postgres/open-embedded.ts';
import { openPglite } from './postgres/pglite.ts';
import { remoteCatalogue, serveCatalogue } from './postgres/remote-catalogue.ts';

const NEWER = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
  VALUES ('x', 'x', '99990101000000_from_the_future', now(), 1)`;

catalogueContract('MemoryCatalogue', async () => {
  const data = new MemoryCatalogueData();
  const port = new MemoryCatalogue(data);
  return {
    port,
    another: async () => new MemoryCatalogue(data),
    renew: async () => {
      data.newer = true;
    },
    silence: async () => {
      data.silent = true;
    },
    close: () => port.close(),
  };
});

catalogueContract('a catalogue at the other end of a line', async () => {
  const data = new MemoryCatalogueData();
  const channels: MessageChannel[] = [];
  const another = async () => {
    const channel = new MessageChannel();
    channels.push(channel);
    serveCatalogue(channel.port2, new MemoryCatalogue(data));
    return remoteCatalogue(channel.port1, Date.now).catalogue;
  };
  const port = await another();
  return {
    port,
    another,
    renew: async () => {
      data.newer = true;
    },
    silence: async () => {
      data.silent = true;
    },
    close: async () => {
      await port.close();
      for (const { port1 } of channels) port1.close();
    },
  };
});

describe('the catalogue in a thread of its own', () => {
  const thread = new URL('./postgres/catalogue-thread.fixture.mjs', import.meta.url);
  const open = (path: string) => openCatalogueThread({ thread, path, now: () => 1_234 });
  let path: string;
  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), 'segue-catalogue-'));
    return () => rm(path, { recursive: true, force: true });
  });

  it('keeps what it is given, lets another one open it once it is closed, and says who has it until then', async () => {
    const first = await open(path);
    await first.putTracks(someTracks(3));
    await expect(open(path)).rejects.toThrow(/has the catalogue at .* open already/);
    await first.close();
    await expect(first.ready()).rejects.toMatchObject({ code: 'catalogue_unavailable' });
    const second = await open(path);
    expect((await second.changes(0)).changed).toHaveLength(3);
    await second.close();
  });
});

describe('on PGlite', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await openPglite('memory://');
    return () => database.close();
  });

  // One database, emptied for each test: opening one takes most of a second.
  catalogueContract('the embedded catalogue', async () => {
    const port = await catalogueOn(database, { timeoutMs: 2_000 });
    let speak: () => void = () => undefined;
    return {
      port,
      another: () => catalogueOn(database),
      renew: async () => void (await database.exec(NEWER)),
      silence: async () => {
        void database.runExclusive(() => new Promise<void>((resolve) => (speak = resolve)));
      },
      close: async () => {
        speak();
        await port.close();
        await database.exec(`
          TRUNCATE listener, track, artist, projection_mark, erasure, import_run CASCADE;
          DELETE FROM _prisma_migrations WHERE id = 'x'`);
      },
    };
  });
});

const url = process.env['DATABASE_URL'];
describe.skipIf(!url)('against a running Postgres', () => {
  catalogueContract('the catalogue on Postgres', async () => {
    const schema = `test ${randomUUID()}`;
    const hole = await openHole(new URL(url ?? ''));
    const port = await openPostgresCatalogue({ url: hole.url, schema, connections: 4, timeoutMs: 2_000 });
    const run = async (sql: string) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(sql);
      await client.end();
    };
    return {
      port,
      another: () => openPostgresCatalogue({ url: url ?? '', schema, connections: 2 }),
      renew: () => run(`SET search_path = "${schema}"; ${NEWER}`),
      silence: async () => hole.silence(),
      close: async () => {
        await hole.close();
        await port.close();
        await run(`DROP SCHEMA "${schema}" CASCADE`);
      },
    };
  });
});

describe.skipIf(!url)('a Postgres that was away', () => {
  it('[L11] is used again once it answers, by every connection', async () => {
    const schema = `test ${randomUUID()}`;
    const hole = await openHole(new URL(url ?? ''));
    const catalogue = await openPostgresCatalogue({ url: hole.url, schema, connections: 3, timeoutMs: 500 });
    const all = () =>
      Promise.allSettled(
        Array.from({ length: 9 }, (_, i) =>
          i % 3 === 0
            ? catalogue.putTracks(someTracks(3))
            : i % 3 === 1
              ? catalogue.identify({ id: `c${i}`, kind: 'guest', listenerId: asListenerId(`l${i}`) })
              : catalogue.ready(),
        ),
      );
    const refused = async () => (await all()).filter(({ status }) => status === 'rejected').length;
    await until(async () => (await refused()) === 0, 'everything is warm');
    hole.silence();
    expect(await refused()).toBe(9);
    hole.speak();
    await until(async () => (await refused()) === 0, 'all is answered again');
    hole.cut();
    await refused();
    await until(async () => (await refused()) === 0, 'new connections are made');
    await catalogue.close();
    await hole.close();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`DROP SCHEMA "${schema}" CASCADE`);
    await client.end();
  });
});

/** A proxy before Postgres that can stop passing anything on while its connections stay open. */
async function openHole(target: URL) {
  const sockets = new Set<Socket>();
  let silent = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => void (silent || to.write(bytes)));
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(target);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: String(through),
    silence: () => {
      silent = true;
    },
    /** What was swallowed meanwhile stays lost, as with a connection that broke unnoticed. */
    speak: () => {
      silent = false;
    },
    cut: () => {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
