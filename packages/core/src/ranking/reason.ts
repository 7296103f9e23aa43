import type { Reason, ReasonKind } from '../events/index.ts';
import type { SignalContext, SignalGroup } from '../features/index.ts';
import { decidedBy } from './decide.ts';
import type { Parts } from './score.ts';

/** Real people that a sentence about listeners must stand on. */
const ENOUGH_PEOPLE = 5;

export type PlacedBy = 'model' | 'exploration' | 'variety';

/** Says in plain words what decided that a row stands where it stands (L12). */
export function reasonOf(row: number, parts: Parts, placedBy: PlacedBy, context: SignalContext): Reason {
  const decision = decidedBy(parts);
  const { shares } = decision;
  const track = context.model.trackAt(row);
  const genre = track.genres[0] ?? 'this';
  const newcomer = context.listener.lessons === 0;
  if (placedBy === 'exploration')
    return {
      kind: 'explore',
      text: `Something new: you rarely hear ${genre}`,
      shares,
    };
  if (placedBy === 'variety')
    return {
      kind: 'variety',
      text: newcomer ? 'A place to start, for variety' : 'Moved up, for variety',
      shares,
    };
  switch (decision.kind) {
    case 'one':
      return {
        kind: kindOf(decision.group, newcomer),
        text: textOf(decision.group, row, context),
        shares,
      };
    case 'two':
      return {
        kind: 'mixed',
        text: `A bit of both: ${NOUNS[decision.first]} and ${NOUNS[decision.second]}`,
        shares,
      };
    case 'none':
      // Somebody who has said nothing yet has turned away from nothing.
      return newcomer
        ? { kind: 'start', text: 'A place to start', shares }
        : { kind: 'mixed', text: 'Left after what you turned away from', shares };
  }
}

const NOUNS: Record<SignalGroup, string> = {
  taste: 'your taste',
  'co-listened': 'what goes with what you played',
  artist: 'the artist',
  genre: 'the genre',
  sound: 'the pulse',
  popular: 'what is popular',
  new: 'what is new',
  tuned: 'your sliders',
  away: 'not like your skips',
  tired: 'not shown before',
};

const KINDS: Record<SignalGroup, ReasonKind> = {
  taste: 'taste',
  'co-listened': 'co-listened',
  artist: 'artist',
  genre: 'genre',
  sound: 'sound',
  popular: 'popular',
  new: 'new',
  tuned: 'tuned',
  away: 'mixed',
  tired: 'mixed',
};

function kindOf(group: SignalGroup, newcomer: boolean): ReasonKind {
  return newcomer && group === 'taste' ? 'start' : KINDS[group];
}

function textOf(group: SignalGroup, row: number, context: SignalContext): string {
  const { model, listener } = context;
  const track = model.trackAt(row);
  const genre = track.genres[0] ?? 'this kind of music';
  switch (group) {
    case 'taste':
      return listener.lessons === 0 ? 'A place to start' : 'Close to your taste';
    case 'co-listened':
      return coListenedText(row, context);
    case 'artist':
      return `More by ${track.artist}, whom you keep playing`;
    case 'genre':
      return listener.profile.genres.includes(genre) && (listener.genres.get(genre) ?? 0) <= 0
        ? `You said you like ${genre}`
        : `More ${genre}, as you have been playing`;
    case 'sound':
      return `Same pulse as your last ones, around ${Math.round(track.tempoBpm)} bpm`;
    case 'popular':
      return popularText(row, context);
    case 'new':
      return 'New here';
    case 'tuned':
      return tunedText(context);
    case 'away':
    case 'tired':
      return 'Away from what you skipped';
  }
}

function coListenedText(row: number, context: SignalContext): string {
  let best = { strength: 0, seed: '' as string, kind: 'played' as string };
  for (const { row: other, strength, seed } of context.companions) {
    if (other === row && strength > best.strength) best = { strength, seed: seed.trackId, kind: seed.kind };
  }
  const seed = context.model.tracks()[context.model.rowOf(best.seed as never) ?? -1];
  if (!seed) return 'Goes with what you played';
  const verb = best.kind === 'liked' ? 'liked' : best.kind === 'completed' ? 'finished' : 'played';
  return `Because you ${verb} “${seed.title}”`;
}

function popularText(row: number, { model }: SignalContext): string {
  if (model.learntAt(row).knownPeople >= ENOUGH_PEOPLE) return 'Popular with listeners here';
  return model.trackAt(row).sound === 'stand-in' ? 'Popular in the imported history' : 'Popular with the demo listeners';
}

function tunedText({ listener }: SignalContext): string {
  const energy = listener.tune.energy - 0.5;
  const discover = listener.tune.discover - 0.5;
  if (Math.abs(energy) >= Math.abs(discover)) return energy > 0 ? 'You asked for more energy' : 'You asked for something calmer';
  return discover > 0 ? 'You asked to discover' : 'You asked for the familiar';
}
