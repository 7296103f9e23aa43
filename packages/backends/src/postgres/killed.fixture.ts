import { someTracks } from '@segue/core/testing';
import { openEmbeddedCatalogue } from './index.ts';

// Run by postgres.test.ts in a process of its own: puts tracks, and dies without a word to the database.
const [path = '', prebuilt = ''] = process.argv.slice(2);
const catalogue = await openEmbeddedCatalogue({ path, prebuilt });
await catalogue.putTracks(someTracks(50));
process.stdout.write('put\n', () => process.kill(process.pid, 'SIGKILL'));
