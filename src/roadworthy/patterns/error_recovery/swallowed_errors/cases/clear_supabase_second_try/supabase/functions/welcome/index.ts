import { createClient } from "npm:@supabase/supabase-js@2.57.2";

const svc = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data, error } = await svc.auth.getUser(token);
  if (error) return new Response("Not signed in", { status: 401 });
  const note = { user_id: data.user.id, title: "Welcome" };
  const { error: failed } = await svc.from("notes").upsert(note);
  if (failed) {
    console.error("the note could not be kept, once more", failed);
    const { error: lost } = await svc.from("notes").insert(note);
    if (lost) return new Response("The note could not be kept", { status: 500 });
  }
  return Response.json({ success: true });
});
