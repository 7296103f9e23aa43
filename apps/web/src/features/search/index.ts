export type { BlockSubject } from './blocked.ts';
export { Search } from './search.tsx';
export { cutQuery } from './search-state.ts';
