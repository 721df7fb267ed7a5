import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const { email, password } = await request.json();
  const { data: profile } = await admin.from("profiles").select("id").eq("email", email).single();
  if (!profile) return new Response("Nobody has this address", { status: 404 });
  const { error } = await admin.auth.admin.updateUserById(profile.id, { password });
  if (error) return new Response("The password could not be changed", { status: 500 });
  return new Response(null, { status: 204 });
});
