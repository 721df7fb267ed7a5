import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const { path } = await request.json();
  const { data, error } = await admin.storage.from("papers").createSignedUrl(path, 600);
  if (error) return new Response("There is no such file", { status: 404 });
  return Response.json({ url: data.signedUrl });
});
