import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async () => {
  const { data: people } = await admin.from("profiles").select("id").limit(500);
  for (const person of people ?? []) {
    await admin.from("notes").insert({ user_id: person.id, title: "Have a look at the new products" });
  }
  return new Response(null, { status: 204 });
});
