import type { Reason, ReasonKind } from '../events/index.ts';
import { alikeInSound, SIGNAL_GROUPS, type SignalContext, type SignalGroup, seedOf } from '../features/index.ts';
import { decidedBy } from './decide.ts';
import type { Placed } from './diversify.ts';
import type { Parts } from './score.ts';

/** Real people that a sentence about listeners must stand on. */
const ENOUGH_PEOPLE = 5;
/** A ranker may have learnt that rows are heard out in spite of what a signal says: no sentence about that signal would be true. */
const ON_TRIAL = 'Picked by a way of ranking that is on trial';

/**
 * Says in plain words what decided that a row stands where it stands (L12).
 *
 * @param parts of the score that placed the row; of a ranker on trial they need not say of the row what the list's own do.
 * @param own what the list's own score says of it: the sentences are about that.
 */
export function reasonOf({ row, by, insteadOf }: Placed, parts: Parts, context: SignalContext, own: Parts = parts): Reason {
  const decision = decidedBy(parts);
  const speaksFor = (group: SignalGroup) => own[SIGNAL_GROUPS.indexOf(group)]! > 0;
  const { shares } = decision;
  const track = context.model.trackAt(row);
  const genre = track.genres[0] ?? 'this';
  const newcomer = context.listener.lessons === 0;
  if (by === 'trial') return { kind: 'explore', text: 'New here, and few have heard it yet', shares };
  if (by === 'chance') return { kind: 'explore', text: `Something new: you rarely hear ${genre}`, shares };
  if (insteadOf !== null) return { kind: 'variety', text: varietyText(context, { by, insteadOf }), shares };
  switch (decision.kind) {
    case 'one':
      if (!speaksFor(decision.group)) return { kind: 'mixed', text: ON_TRIAL, shares };
      return {
        kind: kindOf(decision.group, newcomer),
        text: textOf(decision.group, row, context),
        shares,
      };
    case 'two':
      if (!speaksFor(decision.first) || !speaksFor(decision.second)) return { kind: 'mixed', text: ON_TRIAL, shares };
      return {
        kind: 'mixed',
        text: `A bit of both: ${nounOf(decision.first, newcomer)} and ${nounOf(decision.second, newcomer)}`,
        shares,
      };
    case 'none':
      // Somebody who has said nothing yet has turned away from nothing.
      return newcomer
        ? { kind: 'start', text: 'A place to start', shares }
        : { kind: 'mixed', text: 'Left after what you turned away from', shares };
  }
}

/** Names what the list would have had too much of. */
function varietyText({ model, listener }: SignalContext, { by, insteadOf }: Pick<Placed, 'by'> & { readonly insteadOf: number }): string {
  if (listener.lessons === 0) return 'A place to start, for variety';
  const { artist, genres } = model.trackAt(insteadOf);
  return `For a change from ${by === 'other-genre' ? (genres[0] ?? 'the same') : artist}`;
}

const NOUNS: Record<SignalGroup, string> = {
  taste: 'your taste',
  'co-listened': 'what goes with what you played',
  artist: 'the artist',
  genre: 'the genre',
  sound: 'the sound',
  popular: 'what is popular',
  new: 'what is new',
  tuned: 'your sliders',
  away: 'not like your skips',
  tired: 'not shown before',
};

/** Somebody who has said nothing has no taste yet to speak of. */
const nounOf = (group: SignalGroup, newcomer: boolean) => (newcomer && group === 'taste' ? 'a place to start' : NOUNS[group]);

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
      // Theirs, and not the row's: that is what the row was compared with, and one figure for all rows.
      return alikeInSound(listener, track) === 'pulse'
        ? `Same pulse as your last ones, around ${Math.round(listener.tempo.mean)} bpm`
        : 'Same energy as your last ones';
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
  const seed = seedOf(context, row);
  const track = seed ? context.model.track(seed.trackId) : undefined;
  if (!seed || !track) return 'Goes with what you played';
  const verb = seed.kind === 'liked' ? 'liked' : seed.kind === 'completed' ? 'finished' : 'played';
  return `Because you ${verb} “${track.title}”`;
}

/** Speaks of listeners only where at least five people listened; else of what the figure comes from. */
function popularText(row: number, { model, listener }: SignalContext): string {
  if (model.learntAt(row).knownPeople >= ENOUGH_PEOPLE) return 'Popular with listeners here';
  switch (model.trackAt(row).sound) {
    case 'stand-in':
      return 'Popular in the imported history';
    case 'file':
      return 'Played often here';
    case 'composed':
      return listener.lessons === 0 ? 'Popular in the demo' : 'Popular with the demo listeners';
  }
}

function tunedText({ listener }: SignalContext): string {
  const energy = listener.tune.energy - 0.5;
  const discover = listener.tune.discover - 0.5;
  if (Math.abs(energy) >= Math.abs(discover)) return energy > 0 ? 'You asked for more energy' : 'You asked for something calmer';
  return discover > 0 ? 'You asked to discover' : 'You asked for the familiar';
}
