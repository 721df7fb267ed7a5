import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  if (request.headers.get("Authorization") !== `Bearer ${Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")}`) {
    return new Response("Not for you", { status: 401 });
  }
  const { owner } = await request.json();
  const { error } = await admin.from("profiles").update({ display_name: "Somebody" }).eq("id", owner);
  if (error) return new Response("It could not be kept", { status: 500 });
  return new Response(null, { status: 204 });
});
