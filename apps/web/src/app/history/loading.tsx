/** Between two routes: the player and the way back are already there. */
export default function Loading() {
  return (
    <div className="page">
      <p className="lead" role="status">
        One moment.
      </p>
    </div>
  );
}
