import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const signature = request.headers.get("x-payments-signature");
  if (!signature) return new Response("No signature", { status: 400 });
  const body = await request.text();
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(Deno.env.get("PAYMENTS_SECRET")!),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  const sent = Uint8Array.from(atob(signature), (letter) => letter.charCodeAt(0));
  const held = await crypto.subtle.verify("HMAC", key, sent, new TextEncoder().encode(body));
  if (!held) return new Response("Wrong signature", { status: 400 });
  const event = JSON.parse(body);
  const { error } = await admin.from("sellers").update({ status: "active" }).eq("payment_account", event.account);
  if (error) return new Response("It could not be kept", { status: 500 });
  return new Response(null, { status: 204 });
});
