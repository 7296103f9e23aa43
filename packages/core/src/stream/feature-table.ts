import type { StreamFeature } from './stream-feature.ts';

/** How the numbers of a record's features lie one after the other: each feature's name, hashed, and how many it has. */
export type Layout = readonly { readonly nameHash: number; readonly slots: number }[];

/** Features of one kind of record, side by side in one array: stepped together, read in one trip. */
export class FeatureTable<Happening, Moment> {
  readonly features: readonly StreamFeature<Happening, Moment>[];
  readonly names: readonly string[];
  readonly layout: Layout;
  /** How many numbers a record keeps. */
  readonly slots: number;
  readonly #at: readonly number[];
  readonly #ofSession: readonly { readonly from: number; readonly to: number }[];

  constructor(features: readonly StreamFeature<Happening, Moment>[]) {
    this.features = features;
    this.names = features.map(({ name }) => name);
    this.layout = features.map(({ name, slots }) => ({ nameHash: hashOfName(name), slots }));
    if (new Set(this.layout.map(({ nameHash }) => nameHash)).size < features.length)
      throw new Error('two features have the same name, or names with the same hash');
    const at: number[] = [];
    let next = 0;
    for (const { slots } of features) {
      at.push(next);
      next += slots;
    }
    this.#at = at;
    this.slots = next;
    this.#ofSession = features.flatMap(({ entity, slots }, i) => (entity === 'session' ? [{ from: at[i]!, to: at[i]! + slots }] : []));
  }

  fresh(): Float64Array {
    return new Float64Array(this.slots);
  }

  step(slots: Float64Array, happening: Happening): void {
    const { features } = this;
    for (let i = 0; i < features.length; i++) features[i]!.step(slots, this.#at[i]!, happening);
  }

  /** A new session: what counts within one begins anew. */
  beginSession(slots: Float64Array): void {
    for (const { from, to } of this.#ofSession) slots.fill(0, from, to);
  }

  /** All values, in the order of `names`, into `out`. */
  read(slots: Float64Array, moment: Moment, out: Float64Array = new Float64Array(this.features.length)): Float64Array {
    const { features } = this;
    for (let i = 0; i < features.length; i++) out[i] = features[i]!.read(slots, this.#at[i]!, moment);
    return out;
  }

  /** One feature by its name, for who needs no other. */
  reader(name: string): (slots: Float64Array, moment: Moment) => number {
    const i = this.names.indexOf(name);
    const feature = this.features[i];
    if (!feature) throw new Error(`there is no feature ${name}; there are ${this.names.join(', ')}`);
    const at = this.#at[i]!;
    return (slots, moment) => feature.read(slots, at, moment);
  }

  /** Numbers that were kept in another layout: features that both know keep theirs, new ones begin at 0. */
  adopt(kept: Float64Array, layout: Layout): Float64Array {
    const out = this.fresh();
    let from = 0;
    for (const { nameHash, slots } of layout) {
      const own = this.layout.findIndex((entry) => entry.nameHash === nameHash && entry.slots === slots);
      if (own >= 0) out.set(kept.subarray(from, from + slots), this.#at[own]!);
      from += slots;
    }
    return out;
  }
}

/** FNV-1a, 32 bits. */
export function hashOfName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
