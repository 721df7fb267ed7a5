import { messageOf } from "@/lib/api";

export function LoadError({ error, retry }: { error: unknown; retry: () => unknown }) {
  return (
    <div role="alert">
      <p className="error">{messageOf(error)}</p>
      <button type="button" onClick={() => retry()}>
        Try again
      </button>
    </div>
  );
}
