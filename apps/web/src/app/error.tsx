'use client';

interface ErrorPageProps {
  readonly reset: () => void;
}

/** A mistake of ours on one page: what plays goes on, since it lives above. */
export default function ErrorPage({ reset }: ErrorPageProps) {
  return (
    <div className="page">
      <h1>This page broke</h1>
      <p className="lead">It is our mistake. What plays goes on, and nothing that you did is lost.</p>
      <button type="button" className="button" onClick={reset}>
        Draw it again
      </button>
    </div>
  );
}
