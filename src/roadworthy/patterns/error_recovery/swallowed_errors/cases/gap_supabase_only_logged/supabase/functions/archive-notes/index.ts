import { createClient } from "npm:@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data, error } = await admin.auth.getUser(token);
  if (error) return new Response("Not signed in", { status: 401 });

  const { error: kept } = await admin.from("notes").update({ title: "Archived" }).eq("user_id", data.user.id);
  console.log("archive error:", kept);
  return Response.json({ ok: true });
});
