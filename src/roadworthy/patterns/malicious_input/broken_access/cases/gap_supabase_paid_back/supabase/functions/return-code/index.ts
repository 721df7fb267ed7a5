import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";
import Stripe from "https://esm.sh/stripe@14.21.0";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const { codeId } = await request.json();
  const { data: code, error } = await admin.from("game_codes").select("charge, price, buyer_id").eq("id", codeId).single();
  if (error) return new Response("No such code", { status: 404 });
  const stripe = new Stripe(Deno.env.get("STRIPE_SECRET_KEY")!, { apiVersion: "2023-10-16" });
  await stripe.refunds.create({ payment_intent: code.charge }, { idempotencyKey: codeId });
  return new Response(null, { status: 204 });
});
