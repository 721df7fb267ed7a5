import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data: caller, error: stranger } = await admin.auth.getUser(token);
  if (stranger) return new Response("Not signed in", { status: 401 });
  const { data: office } = await admin
    .from("user_roles")
    .select("role")
    .eq("user_id", caller.user.id)
    .eq("role", "admin")
    .maybeSingle();
  if (!office) return new Response("Not allowed", { status: 403 });

  const { email, password, role } = await request.json();
  const { data, error } = await admin.auth.admin.createUser({ email, password, user_metadata: { role } });
  if (error) return new Response("No account was made", { status: 400 });
  return Response.json({ id: data.user.id });
});
