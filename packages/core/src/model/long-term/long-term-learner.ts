import { type EventId, eventIdOf, type ListenEvent } from '../../events/index.ts';
import { hashOf } from '../hash.ts';
import { lessonOf } from '../lesson.ts';
import { note, type OutboxWindow } from '../outbox-window.ts';
import { ListenerSample } from './listener-sample.ts';
import { isWorthSettling, nextRefitAfter } from './refit-schedule.ts';

/** As far as an undo reaches back in the listener's record. */
const UNDOABLE = 64;
/** Listeners whose last events are kept for that; whoever was heard of longest ago goes. */
const MOST_REMEMBERED = 20_000;

interface Remembered {
  outboxes: readonly OutboxWindow[];
  readonly listens: { readonly event: EventId; readonly track: number; readonly isNew: boolean }[];
}

/** Follows the log for the long-term refit. `take` says whether one is due: it is of the events up to this one, whenever it is done. */
export function createLongTermLearner() {
  const sample = new ListenerSample();
  const remembered = new Map<string, Remembered>();
  let dueAt = nextRefitAfter(0);
  /** Listens of the newest refit that was due, or settled for. */
  let stated = 0;

  const rememberedOf = (listener: string): Remembered => {
    const known = remembered.get(listener) ?? { outboxes: [], listens: [] };
    remembered.delete(listener);
    remembered.set(listener, known);
    if (remembered.size > MOST_REMEMBERED) {
      const [oldest] = remembered.keys();
      if (oldest !== undefined) remembered.delete(oldest);
    }
    return known;
  };

  return {
    /** Listens of everybody so far. */
    get events(): number {
      return sample.events;
    },
    listeners: () => sample.listeners(),

    take(event: ListenEvent): boolean {
      const { act, listenerId } = event;
      const listener = hashOf(listenerId);
      const known = rememberedOf(listenerId);
      const noted = note(known.outboxes, event.outbox, event.number);
      known.outboxes = noted.windows;
      if (noted.seen !== 'new') return false;
      if (act.type === 'erase') {
        sample.forget(listener);
        remembered.delete(listenerId);
        return false;
      }
      if (act.type === 'undo') {
        const undone = known.listens.find(({ event: id }) => id === act.event);
        if (undone?.isNew) sample.remove(listener, undone.track);
        return false;
      }
      const lesson = lessonOf(act, event.strength);
      if (!lesson) return false;
      const track = hashOf(lesson.trackId);
      if (!lesson.listened) {
        if (act.type === 'dislike' || act.type === 'block') sample.remove(listener, track);
        return false;
      }
      const isNew = sample.add(listener, track, lesson.weight);
      known.listens.push({ event: eventIdOf(event), track, isNew });
      if (known.listens.length > UNDOABLE) known.listens.shift();
      if (sample.events < dueAt) return false;
      dueAt = nextRefitAfter(sample.events);
      stated = sample.events;
      return true;
    },

    /** The log has come to rest: whether a refit of all of it is due. */
    settle(): boolean {
      if (!isWorthSettling(sample.events, stated)) return false;
      stated = sample.events;
      return true;
    },
  };
}
