import { createClient } from "npm:@supabase/supabase-js@2";

Deno.serve(async (req) => {
  if (req.headers.get("x-hook-secret") !== Deno.env.get("HOOK_SECRET")) {
    return new Response("No", { status: 401 });
  }
  const { offerId } = await req.json();
  const service = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
  const { data: offer } = await service.from("offers").select("title, seller_email").eq("id", offerId).single();
  if (!offer) return new Response("Not found", { status: 404 });
  const sent = await fetch("https://api.resend.com/emails", {
    method: "POST",
    headers: { Authorization: `Bearer ${Deno.env.get("RESEND_API_KEY")}`, "Content-Type": "application/json" },
    body: JSON.stringify({ from: "Shop <shop@example.com>", to: offer.seller_email, subject: "Sold", text: offer.title }),
    signal: AbortSignal.timeout(5000),
  });
  return Response.json({ sent: sent.ok }, { status: sent.ok ? 200 : 502 });
});
