export { UpNext } from './up-next.tsx';
