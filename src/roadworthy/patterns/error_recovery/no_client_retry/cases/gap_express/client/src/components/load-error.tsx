export function LoadError({ error }: { error: Error; retry: () => unknown }) {
  return <p role="alert">{error.message}</p>;
}
