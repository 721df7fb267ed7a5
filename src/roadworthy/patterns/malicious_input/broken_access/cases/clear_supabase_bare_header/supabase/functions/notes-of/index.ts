import { createClient } from "npm:@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const header = request.headers.get("Authorization");
  if (!header) return new Response("Not signed in", { status: 401 });
  const { data: auth, error: unknown } = await admin.auth.getUser(header.replace("Bearer ", ""));
  if (unknown || !auth.user) return new Response("Not signed in", { status: 401 });
  const userId = auth.user.id;
  const { data: notes, error } = await admin.from("notes").select("id, title, body").eq("user_id", userId).limit(50);
  if (error) return new Response("That did not work", { status: 500 });
  return Response.json({ notes });
});
