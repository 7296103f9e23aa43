import { namesSession } from '../server/session-cookie.ts';
import { loadSlate, visitorCookie } from '../server/visitor.ts';
import { Listen } from './listen/listen.tsx';
import { NoSlate } from './listen/no-slate.tsx';

/** Listen: the playing track and the list that answers. */
export default async function ListenPage() {
  const slate = await loadSlate();
  if (slate.ok) {
    return (
      <>
        <noscript>
          <p className="still">
            This browser runs no scripts: a title plays by itself, and the list stands as it is. To listen to you, the page needs them.
          </p>
        </noscript>
        <Listen />
      </>
    );
  }
  // Whoever never had a session has lost none: it could not be made in time, and is asked for again.
  const expired = slate.why === 'refused' && slate.status === 401 && namesSession(await visitorCookie());
  return <NoSlate expired={expired} />;
}
