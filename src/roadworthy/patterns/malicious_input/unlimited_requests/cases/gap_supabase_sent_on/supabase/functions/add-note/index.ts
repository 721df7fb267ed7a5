import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data, error } = await admin.auth.getUser(token);
  if (error) return new Response("Not signed in", { status: 401 });

  const { title } = await request.json();
  if (typeof title !== "string" || title.length > 120) return new Response("A title is missing", { status: 400 });
  const { error: failed } = await admin.from("notes").insert({ title, user_id: data.user.id });
  if (failed) return new Response("The note could not be kept", { status: 500 });
  const { error: unsent } = await admin.functions.invoke("send-letter", { body: { owner: data.user.id } });
  return unsent ? new Response("Nobody was told", { status: 502 }) : new Response(null, { status: 204 });
});
