import { createClient } from "npm:@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data: auth, error: unknown } = await admin.auth.getUser(token);
  if (unknown || !auth.user) return new Response("Not signed in", { status: 401 });
  const { id } = await request.json();
  const { data: own, error: lost } = await admin.from("organization_members").select("role, organization_id").eq("user_id", auth.user.id).single();
  if (lost) return new Response("That did not work", { status: 500 });
  if (own.role !== "admin") return new Response("Not yours", { status: 403 });
  const { error } = await admin.from("organization_members").update({ role: "member" }).eq("id", id).eq("organization_id", own.organization_id);
  if (error) return new Response("That did not work", { status: 500 });
  return Response.json({ done: true });
});
