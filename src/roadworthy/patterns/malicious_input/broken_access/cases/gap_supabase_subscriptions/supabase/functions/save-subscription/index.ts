import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data, error } = await admin.auth.getUser(token);
  if (error) return new Response("Not signed in", { status: 401 });

  const { id, name } = await request.json();
  const { error: failed } = await admin.from("subscriptions").update({ name, status: "active" }).eq("id", id).eq("user_id", data.user.id);
  if (failed) return new Response("It could not be saved", { status: 500 });
  return new Response(null, { status: 204 });
});
