import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const { email, password } = await request.json();
  const { error } = await admin.from("sellers").insert({ email, password });
  return new Response(JSON.stringify({ added: error === null }), { status: error === null ? 200 : 500 });
});
