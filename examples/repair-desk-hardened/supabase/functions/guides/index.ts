import { answer, corsHeaders, failed } from "../_shared/answers.ts";
import { breaker } from "../_shared/breaker.ts";

const TIMEOUT_MS = 3_000;
const ATTEMPTS = 2;
const SHOWN = 3;

interface Guide {
  title: string;
  url: string;
}
const ifixit = breaker();

async function search(device: string): Promise<Guide[]> {
  const address = `https://www.ifixit.com/api/2.0/suggest/${encodeURIComponent(device)}?doctypes=guide`;
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`iFixit answered ${response.status}`);
  const found: { results?: Guide[] } = await response.json();
  return (found.results ?? []).slice(0, SHOWN).map(({ title, url }) => ({ title, url }));
}

/** Asks iFixit, and once more after a passing fault. */
async function guidesFor(device: string): Promise<Guide[]> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await ifixit.execute(() => search(device));
    } catch (error) {
      if (tried === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300 * (0.5 + Math.random())));
    }
  }
}

Deno.serve(async (request) => {
  if (request.method === "OPTIONS") return new Response("ok", { headers: corsHeaders });
  try {
    const { device } = await request.json().catch(() => ({}));
    if (typeof device !== "string" || !/^[^\p{C}]{1,120}$/u.test(device)) return answer(400, { error: "Invalid device" });
    return answer(200, { guides: await guidesFor(device) });
  } catch (error) {
    return failed("guides", error);
  }
});
