import Link from 'next/link';

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <div className="page">
      <h1>There is no page here</h1>
      <p className="lead">The address may be mistyped, or the page has gone.</p>
      <Link className="button" href="/">
        Back to the list
      </Link>
    </div>
  );
}
