import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data, error } = await admin.auth.getUser(token);
  if (error) return new Response("Not signed in", { status: 401 });

  const { noteIds } = await request.json();
  if (!Array.isArray(noteIds) || noteIds.length === 0) return new Response("noteIds: an array is required", { status: 400 });
  const { error: failed } = await admin.from("notes").delete().in("id", noteIds).eq("user_id", data.user.id);
  if (failed) return new Response("The notes could not be deleted", { status: 500 });
  return new Response(null, { status: 204 });
});
