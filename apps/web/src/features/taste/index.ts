export { Taste } from './taste.tsx';
