import { createClient } from "npm:@supabase/supabase-js@2";

Deno.serve(async (request) => {
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!, {
    global: { headers: { Authorization: request.headers.get("Authorization") ?? "" } },
  });
  const { data: who } = await supabase.auth.getUser();
  if (!who.user) return Response.json({ error: "Sign in first." }, { status: 401 });

  const { data: existing } = await supabase.from("notes").select("id").eq("user_id", who.user.id).limit(1).maybeSingle();
  if (existing) return Response.json({ id: existing.id });

  const { data, error } = await supabase
    .from("notes")
    .insert({ user_id: who.user.id, title: "Welcome", body: "" })
    .select("id")
    .single();
  if (error) return Response.json({ error: "Please try again." }, { status: 503 });
  return Response.json({ id: data.id });
});
