/** The door for whoever measures the sound: benchmarks and tests, not the product. */
export { GENRES } from './genres/index.ts';
export { integratedLoudness } from './render/loudness.ts';
export { SAMPLE_RATE } from './synth/instrument.ts';
