export { openCatalogueThread, serveEmbeddedCatalogue } from './catalogue-thread.ts';
export type { EmbeddedCatalogueOptions } from './open-embedded.ts';
export { openEmbeddedCatalogue } from './open-embedded.ts';
export type { PostgresCatalogueOptions } from './open-postgres.ts';
export { openPostgresCatalogue } from './open-postgres.ts';
