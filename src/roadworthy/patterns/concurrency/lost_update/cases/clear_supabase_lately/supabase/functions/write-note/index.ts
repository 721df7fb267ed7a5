import { createClient } from "npm:@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data: auth, error: unknown } = await admin.auth.getUser(token);
  if (unknown || !auth.user) return new Response("Not signed in", { status: 401 });
  const since = new Date(Date.now() - 60_000).toISOString();
  const { count, error: lost } = await admin
    .from("notes")
    .select("id", { count: "exact", head: true })
    .eq("user_id", auth.user.id)
    .gte("created_at", since);
  if (lost) return new Response("That did not work", { status: 500 });
  if ((count ?? 0) >= 10) return new Response("Too many", { status: 429 });
  const { error } = await admin.from("notes").insert({ user_id: auth.user.id, title: "New" });
  if (error) return new Response("That did not work", { status: 500 });
  return Response.json({ done: true });
});
