import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data: who, error: stranger } = await admin.auth.getUser(token);
  if (stranger) return new Response("Not signed in", { status: 401 });
  const { password } = await request.json();
  const { data: profile } = await admin.from("profiles").select("id").eq("id", who.user.id).single();
  if (!profile) return new Response("There is no profile", { status: 404 });
  const { error } = await admin.auth.admin.updateUserById(profile.id, { password });
  if (error) return new Response("The password could not be changed", { status: 500 });
  return new Response(null, { status: 204 });
});
