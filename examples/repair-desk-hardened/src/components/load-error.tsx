export function LoadError({ what, retry }: { what: string; retry: () => unknown }) {
  return (
    <div role="alert">
      <p className="error">{what} could not be loaded.</p>
      <button type="button" onClick={() => retry()}>
        Try again
      </button>
    </div>
  );
}
