export { HeardLine } from './heard-line.tsx';
