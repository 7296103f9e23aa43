import { register } from 'tsx/esm/api';

// What an app's own module for the thread is, from source.
register();
const { serveEmbeddedCatalogue } = await import('./catalogue-thread.ts');
await serveEmbeddedCatalogue();
