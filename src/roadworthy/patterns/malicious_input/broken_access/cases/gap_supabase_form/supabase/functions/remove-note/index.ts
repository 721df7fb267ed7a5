import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data, error } = await admin.auth.getUser(token);
  if (error) return new Response("Not signed in", { status: 401 });

  const form = await request.formData();
  const noteId = form.get("noteId") as string;
  const { error: failed } = await admin.from("notes").delete().eq("id", noteId);
  if (failed) return new Response("The note could not be deleted", { status: 500 });
  return new Response(null, { status: 204 });
});
