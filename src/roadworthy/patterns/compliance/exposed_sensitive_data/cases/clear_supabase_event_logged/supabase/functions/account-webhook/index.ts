import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";
import Stripe from "https://esm.sh/stripe@14.21.0";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

const stripe = new Stripe(Deno.env.get("STRIPE_SECRET_KEY")!, { apiVersion: "2023-10-16" });

Deno.serve(async (request) => {
  const body = await request.text();
  const event = await stripe.webhooks.constructEventAsync(
    body,
    request.headers.get("stripe-signature")!,
    Deno.env.get("STRIPE_WEBHOOK_SECRET")!,
  );
  console.log("Event:", event.type, event.id, body.substring(0, 20));
  if (event.type !== "account.updated") return new Response(null, { status: 204 });
  const { error } = await admin.from("sellers").update({ status: "active" }).eq("payment_account", event.data.object.id);
  if (error) return new Response("It could not be kept", { status: 500 });
  return new Response(null, { status: 204 });
});
