interface LoadErrorProps {
  error: Error;
  retry: () => unknown;
}

export function LoadError({ error, retry }: LoadErrorProps) {
  return (
    <div role="alert">
      <p className="error">{error.message}</p>
      <button type="button" onClick={() => retry()}>
        Try again
      </button>
    </div>
  );
}
