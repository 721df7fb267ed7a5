import postgres from "npm:postgres@3.4.5";
import { corsHeaders, failed } from "../_shared/answers.ts";

// One small pool for all requests that this instance answers
const sql = postgres(Deno.env.get("SUPABASE_DB_URL")!, { max: 2, idle_timeout: 30, connect_timeout: 5 });

const MANY = 200;
const FRESH_SECONDS = 300;

interface Price {
  name: string;
  price: string;
}
let kept: { prices: Price[]; until: number } | null = null;

/** What a part costs with work and VAT, the same for everybody: read once in five minutes. */
async function currentPrices(): Promise<Price[]> {
  if (kept !== null && kept.until > Date.now()) return kept.prices;
  const parts = await sql`select name, price from public.parts order by name limit ${MANY}`;
  const prices = parts.map((part) => ({ name: part.name, price: ((Number(part.price) + 15) * 1.19).toFixed(2) }));
  kept = { prices, until: Date.now() + FRESH_SECONDS * 1_000 };
  return prices;
}

Deno.serve(async (request) => {
  if (request.method === "OPTIONS") return new Response("ok", { headers: corsHeaders });
  try {
    const headers = { ...corsHeaders, "Cache-Control": `public, max-age=${FRESH_SECONDS}` };
    return Response.json(await currentPrices(), { headers });
  } catch (error) {
    return failed("prices", error);
  }
});
