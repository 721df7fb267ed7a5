import { createClient } from "@supabase/supabase-js";

const TIMEOUT_MS = 10_000;

/** A request that ends in bounded time, unless a library gave it a signal of its own. */
const boundedFetch: typeof fetch = (input, init) =>
  fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(TIMEOUT_MS) });

export const supabase = createClient(
  import.meta.env.VITE_SUPABASE_URL,
  import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY,
  { global: { fetch: boundedFetch } },
);
