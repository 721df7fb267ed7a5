import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const suppliers = await request.json();
  const { error } = await admin.from("suppliers").insert(suppliers.map((one: { name: string }) => ({ name: one.name })));
  if (error) return new Response("Nothing was imported", { status: 500 });
  return new Response(null, { status: 204 });
});
