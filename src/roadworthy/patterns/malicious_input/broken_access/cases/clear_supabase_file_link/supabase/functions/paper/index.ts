import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data: who, error: stranger } = await admin.auth.getUser(token);
  if (stranger) return new Response("Not signed in", { status: 401 });
  const { name } = await request.json();
  const path = `${who.user.id}/${name.replaceAll("/", "")}`;
  const { data, error } = await admin.storage.from("papers").createSignedUrl(path, 600);
  if (error) return new Response("There is no such file", { status: 404 });
  return Response.json({ url: data.signedUrl });
});
