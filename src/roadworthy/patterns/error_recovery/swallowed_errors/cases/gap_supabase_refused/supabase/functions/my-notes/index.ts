import { createClient } from "npm:@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  try {
    const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
    const { data, error } = await admin.auth.getUser(token);
    if (error) return new Response("Not signed in", { status: 401 });
    const { data: notes, error: failed } = await admin.from("notes").select("id, title").eq("user_id", data.user.id).limit(50);
    if (failed) throw failed;
    return Response.json({ notes });
  } catch (error) {
    console.error("the notes could not be read", error);
    return new Response("Not signed in", { status: 401 });
  }
});
