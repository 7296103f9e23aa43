import type { CreateRecommender } from './recommender.ts';

/** A pause that ends a session. */
const SESSION_GAP_MS = 30 * 60_000;
/** The newest sessions that hold a track, of which neighbours are drawn. */
const SESSIONS_A_TRACK = 500;
const NEIGHBOURS = 100;
/** Longer sessions are cut: a history without times would be one session. */
const LONGEST_SESSION = 200;

/**
 * Vector multiplication session-based nearest neighbours, VS-kNN (Ludewig and Jannach 2018): sessions that hold tracks of the
 * running one are neighbours, the more the later those tracks came in it; what else they hold is recommended, weighed by the
 * place of the latest track in common. Sessions are learnt while they run.
 */
export const createVsKnn: CreateRecommender = ({ itemCount, userCount }) => {
  const sessions: number[][] = [];
  const sessionsOf: number[][] = Array.from({ length: itemCount }, () => []);
  const running = new Int32Array(userCount).fill(NONE);
  const lastMs = new Float64Array(userCount);
  return {
    learn({ user, item, atMs }) {
      const at = running[user]!;
      const isOver = at === NONE || sessions[at]!.length >= LONGEST_SESSION || (atMs !== null && atMs - lastMs[user]! > SESSION_GAP_MS);
      if (isOver) running[user] = sessions.push([]) - 1;
      lastMs[user] = atMs ?? 0;
      const session = running[user]!;
      if (sessions[session]!.includes(item)) return;
      sessions[session]!.push(item);
      const holders = sessionsOf[item]!;
      holders.push(session);
      if (holders.length > SESSIONS_A_TRACK) holders.shift();
    },
    score(user, _nowMs, into) {
      into.fill(0);
      const own = running[user]!;
      if (own === NONE) return;
      const session = sessions[own]!;
      const likeness = new Map<number, { sum: number; latest: number }>();
      for (const [i, item] of session.entries()) {
        const weight = (i + 1) / session.length;
        for (const other of sessionsOf[item]!) {
          if (other === own) continue;
          const known = likeness.get(other);
          if (known) {
            known.sum += weight;
            known.latest = weight;
          } else likeness.set(other, { sum: weight, latest: weight });
        }
      }
      const nearest = [...likeness].sort((a, b) => b[1].sum - a[1].sum || b[0] - a[0]).slice(0, NEIGHBOURS);
      for (const [other, { sum, latest }] of nearest) for (const item of sessions[other]!) into[item]! += sum * latest;
    },
  };
};

const NONE = -1;
