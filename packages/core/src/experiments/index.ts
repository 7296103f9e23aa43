export { armOf } from './arm-of.ts';
export { type KeptTally, ListenerTally, VALUES_A_LISTENER } from './listener-tally.ts';
export type { ArmSums, Verdict } from './sequential.ts';
export { differenceOf, meanOf } from './sequential.ts';
export type { Drafted, Team } from './team-draft.ts';
export { teamDraft } from './team-draft.ts';
