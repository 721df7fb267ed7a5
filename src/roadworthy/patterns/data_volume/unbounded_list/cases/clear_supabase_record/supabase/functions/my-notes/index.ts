import { createClient } from "npm:@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data, error } = await admin.auth.getUser(token);
  if (error) return new Response("Not signed in", { status: 401 });

  const { data: rows, error: failed } = await admin
    .from("notes")
    .select("id, title")
    .eq("user_id", data.user.id)
    .order("created_at", { ascending: false })
    .limit(50);
  if (failed) return new Response("The notes could not be read", { status: 500 });
  const notes = rows.map((row) => ({ id: row.id, title: row.title.toUpperCase() }));
  return new Response(JSON.stringify({ notes }), { headers: { "Content-Type": "application/json" } });
});
