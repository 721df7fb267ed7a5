// Stands in for `https://deno.land/std/http/server.ts`.
export function serve(...given: unknown[]): unknown {
  return (globalThis as unknown as { roadworthyServe: (...given: unknown[]) => unknown }).roadworthyServe(...given);
}
