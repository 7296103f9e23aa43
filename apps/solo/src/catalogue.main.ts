import { serveEmbeddedCatalogue } from '@segue/backends/postgres';

// The thread that the embedded catalogue works in.
await serveEmbeddedCatalogue();
