import postgres from "npm:postgres@3.4.5";

const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "authorization, x-client-info, apikey, content-type",
};

// What a part costs with work and VAT
Deno.serve(async (req) => {
  if (req.method === "OPTIONS") return new Response("ok", { headers: corsHeaders });

  const sql = postgres(Deno.env.get("SUPABASE_DB_URL")!);
  const parts = await sql`select name, price from parts order by name`;
  const prices = parts.map((part) => ({ name: part.name, price: ((part.price + 15) * 1.19).toFixed(2) }));
  return new Response(JSON.stringify(prices), { headers: { ...corsHeaders, "Content-Type": "application/json" } });
});
