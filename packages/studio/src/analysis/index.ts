/** The door for whoever measures the sound: benchmarks and tests, not the product. */
export { GENRES } from '../genres/index.ts';
export { integratedLoudness } from '../loudness.ts';
export { SAMPLE_RATE } from '../synth/instrument.ts';
export { crossValidate, type Example } from './classifier.ts';
export { clicksIn } from './clicks.ts';
export { energyParts, featuresOf } from './features.ts';
export { unchangedReturns } from './repetition.ts';
export { longestSilence } from './silence.ts';
export { type Sound, soundOf } from './sound.ts';
export { spectraOf } from './spectra.ts';
export { quantile, spearman, standardised } from './statistics.ts';
export { tempoAgrees, tempoOf } from './tempo.ts';
export { truePeakDb } from './true-peak.ts';
