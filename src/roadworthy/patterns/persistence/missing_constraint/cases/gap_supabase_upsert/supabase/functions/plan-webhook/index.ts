import { createClient } from "https://esm.sh/@supabase/supabase-js@2";
import Stripe from "https://esm.sh/stripe@14";

Deno.serve(async (req) => {
  const stripe = new Stripe(Deno.env.get("STRIPE_SECRET_KEY")!);
  const event = stripe.webhooks.constructEvent(
    await req.text(),
    req.headers.get("stripe-signature")!,
    Deno.env.get("STRIPE_WEBHOOK_SECRET")!,
  );
  const db = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
  const found = event.data.object;
  const { error } = await db
    .from("plans")
    .upsert({ user_id: found.metadata.user_id, stripe_id: found.id }, { onConflict: "stripe_id" });
  if (error) return new Response("failed", { status: 500 });
  return Response.json({ received: true });
});
