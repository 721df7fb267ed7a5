import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const { stars, author } = await request.json();
  const { error } = await admin.from("feedback").insert({ stars, user_id: author || null });
  if (error) return new Response("It could not be kept", { status: 500 });
  return new Response(null, { status: 204 });
});
