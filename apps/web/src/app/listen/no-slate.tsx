import { Retry } from './retry.tsx';

interface NoSlateProps {
  /** The api no longer knows this visitor's session. */
  readonly expired: boolean;
}

/** The page without its list: what happened, what is safe, and what to do. */
export function NoSlate({ expired }: NoSlateProps) {
  if (expired) {
    return (
      <div className="page">
        <h1>Your session has ended</h1>
        <p className="lead">What you taught is kept on the server for a while. Start again to go on listening.</p>
        <a className="button" href="/?renew">
          Start again
        </a>
      </div>
    );
  }
  return (
    <div className="page">
      <h1>The list cannot be fetched right now</h1>
      <p className="lead">Nothing that you did is lost. It is asked for again by itself every few seconds.</p>
      <Retry />
    </div>
  );
}
