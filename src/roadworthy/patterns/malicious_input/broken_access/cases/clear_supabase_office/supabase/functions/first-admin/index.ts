import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const { email, password } = await request.json();
  const { data: admins } = await admin.from("user_roles").select("user_id").eq("role", "admin").limit(1);
  if (!admins || admins.length > 0) return new Response("There is one", { status: 409 });
  const { data, error } = await admin.auth.admin.createUser({ email, password, email_confirm: true });
  if (error) return new Response("No account was made", { status: 400 });
  const { error: failed } = await admin.from("user_roles").insert({ user_id: data.user.id, role: "admin" });
  if (failed) return new Response("The role was not given", { status: 500 });
  return new Response(null, { status: 204 });
});
