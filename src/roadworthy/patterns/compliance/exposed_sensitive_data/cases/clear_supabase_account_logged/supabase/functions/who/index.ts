import { createClient } from "npm:@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data: { user }, error } = await admin.auth.getUser(token);
  if (error || !user) return new Response("Not signed in", { status: 401 });
  console.log("asked by", user.id);
  return Response.json({ ok: true });
});
