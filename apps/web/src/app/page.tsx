import { loadSlate } from '../server/visitor.ts';
import { Listen } from './listen/listen.tsx';
import { NoSlate } from './listen/no-slate.tsx';

/** Listen: the playing track and the list that answers. */
export default async function ListenPage() {
  const slate = await loadSlate();
  return slate.ok ? <Listen /> : <NoSlate expired={slate.why === 'refused' && slate.status === 401} />;
}
