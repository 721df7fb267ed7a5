import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data, error: stranger } = await admin.auth.getUser(token);
  if (stranger) return new Response("Not signed in", { status: 401 });

  const { userId } = await request.json();
  if (userId !== data.user.id) return new Response("Not your account", { status: 403 });
  const { error } = await admin.auth.admin.deleteUser(userId);
  if (error) return new Response("The account could not be deleted", { status: 500 });
  return new Response(null, { status: 204 });
});
