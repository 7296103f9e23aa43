import { AppError } from '@segue/core/errors';
import { type ArtistId, comparePositions, eventIdOf, type ListenEvent, type ListenerId, type TrackId } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import type { Blocks, Catalogue, CatalogueChange, HistoryEntry, Identity, ImportProgress, Projected } from '@segue/core/ports';
import { isKept, subjectOf } from '../projected-acts.ts';
import { storableText } from '../storable-text.ts';

/** What two catalogues opened on the same data share. Tests set the two flags. */
export class MemoryCatalogueData {
  readonly tracks = new Map<TrackId, { readonly track: Track | null; readonly version: number }>();
  readonly identities = new Map<string, ListenerId>();
  readonly acts = new Map<ListenerId, Map<string, ListenEvent>>();
  readonly marks = new Map<number, Projected>();
  readonly imports = new Map<string, ImportProgress>();
  version = 0;
  newer = false;
  silent = false;
}

/** The shortest reading of the port: keeps the acts, and folds them when it is asked. For tests; nothing is bounded. */
export class MemoryCatalogue implements Catalogue {
  readonly #data: MemoryCatalogueData;

  constructor(data = new MemoryCatalogueData()) {
    if (data.newer) throw new AppError('catalogue_newer', 'this data was written by a newer version');
    this.#data = data;
  }

  async putTracks(tracks: readonly Track[]): Promise<void> {
    const data = this.#open();
    for (const track of tracks) data.tracks.set(track.id, { track: storable(track), version: ++data.version });
  }

  async removeTracks(tracks: readonly TrackId[]): Promise<void> {
    const data = this.#open();
    for (const id of tracks) if (data.tracks.get(id)?.track) data.tracks.set(id, { track: null, version: ++data.version });
  }

  async changes(sinceVersion: number): Promise<CatalogueChange> {
    const { tracks, version } = this.#open();
    const since = [...tracks].filter(([, row]) => row.version > sinceVersion);
    return {
      version,
      changed: since.flatMap(([, { track }]) => track ?? []),
      removed: since.flatMap(([id, { track }]) => (track ? [] : id)),
    };
  }

  async identify({ id, listenerId }: Identity): Promise<ListenerId> {
    const { identities } = this.#open();
    if (!identities.has(id)) identities.set(id, listenerId);
    return identities.get(id) ?? listenerId;
  }

  async project(events: readonly Projected[]): Promise<void> {
    const { marks } = this.#open();
    for (const projected of [...events].sort(comparePositions)) {
      const mark = marks.get(projected.partition);
      if (mark && comparePositions(projected, mark) <= 0) continue;
      marks.set(projected.partition, projected);
      this.#take(projected.event);
    }
  }

  async likes(listener: ListenerId): Promise<readonly TrackId[]> {
    const liked = new Map<TrackId, ListenEvent>();
    for (const event of this.#acts(listener)) {
      const subject = subjectOf(event.act);
      if (event.act.type === 'like') liked.set(event.act.trackId, event);
      else if (subject?.kind === 'track' && ['unlike', 'dislike', 'block'].includes(event.act.type)) liked.delete(subject.id);
    }
    return [...liked.keys()].reverse();
  }

  async blocks(listener: ListenerId): Promise<Blocks> {
    const blocked = { track: new Set<TrackId>(), artist: new Set<ArtistId>() };
    for (const { act } of this.#acts(listener)) {
      if (act.type === 'block') (blocked[act.subject.kind] as Set<string>).add(act.subject.id);
      if (act.type === 'unblock') (blocked[act.subject.kind] as Set<string>).delete(act.subject.id);
    }
    return { tracks: [...blocked.track], artists: [...blocked.artist] };
  }

  async history(listener: ListenerId, { limit, beforeMs = Number.POSITIVE_INFINITY }: { limit: number; beforeMs?: number }) {
    const entries = this.#acts(listener)
      .flatMap(entryOf)
      .filter(({ atMs }) => atMs < beforeMs)
      .reverse()
      .sort((a, b) => b.atMs - a.atMs);
    const last = entries[limit - 1];
    return last ? entries.filter(({ atMs }, i) => i < limit || atMs === last.atMs) : entries;
  }

  async importProgress(name: string): Promise<ImportProgress | null> {
    return this.#open().imports.get(name) ?? null;
  }

  async saveImportProgress(name: string, progress: ImportProgress): Promise<void> {
    this.#open().imports.set(name, progress);
  }

  async ready(): Promise<void> {
    this.#open();
  }

  async close(): Promise<void> {}

  #open(): MemoryCatalogueData {
    if (this.#data.silent) throw new AppError('catalogue_unavailable', 'the catalogue was silenced');
    return this.#data;
  }

  #acts(listener: ListenerId): ListenEvent[] {
    const own = this.#open().acts.get(listener);
    const undone = new Set<string>();
    const standing: ListenEvent[] = [];
    // Newest first: an undo that was itself undone takes nothing back, and none takes back what came later.
    for (const event of [...(own?.values() ?? [])].reverse()) {
      if (undone.has(eventIdOf(event))) continue;
      if (event.act.type === 'undo') undone.add(event.act.event);
      else standing.unshift(event);
    }
    return standing;
  }

  #take(event: ListenEvent): void {
    const { acts, identities } = this.#data;
    const { listenerId, act } = event;
    if (act.type === 'erase') {
      acts.delete(listenerId);
      for (const [id, listener] of identities) if (listener === listenerId) identities.delete(id);
    } else if (isKept(event)) {
      const own = acts.get(listenerId) ?? new Map<string, ListenEvent>();
      acts.set(listenerId, own);
      if (!own.has(eventIdOf(event))) own.set(eventIdOf(event), event);
    }
  }
}

function entryOf(event: ListenEvent): HistoryEntry[] {
  const subject = subjectOf(event.act);
  if (subject?.kind !== 'track') return [];
  const heardFraction = 'heardFraction' in event.act ? event.act.heardFraction : null;
  return [{ trackId: subject.id, type: subject.type, heardFraction, atMs: event.occurredAtMs, event: eventIdOf(event) }];
}

const storable = (track: Track): Track => ({
  ...track,
  title: storableText(track.title),
  artist: storableText(track.artist),
  album: track.album === null ? null : storableText(track.album),
  genres: track.genres.map(storableText),
  path: track.path === null ? null : storableText(track.path),
});
