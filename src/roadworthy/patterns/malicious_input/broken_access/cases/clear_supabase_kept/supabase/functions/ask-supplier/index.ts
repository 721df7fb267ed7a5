import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const { name } = await request.json();
  const { error } = await admin.from("suppliers").insert({ name });
  if (error) return new Response("It could not be sent", { status: 500 });
  return new Response(null, { status: 204 });
});
