export function LoadError({ error, retry }: { error: Error; retry: () => unknown }) {
  return (
    <div role="alert">
      <p>{error.message}</p>
      <button type="button" onClick={() => retry()}>
        Try again
      </button>
    </div>
  );
}
