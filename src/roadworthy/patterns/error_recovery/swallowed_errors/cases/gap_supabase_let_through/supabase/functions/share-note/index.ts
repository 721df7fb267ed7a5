import { createClient } from "npm:@supabase/supabase-js@2";

Deno.serve(async (request) => {
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!, {
    global: { headers: { Authorization: request.headers.get("Authorization") ?? "" } },
  });
  const { data: who } = await supabase.auth.getUser();
  if (!who.user) return Response.json({ error: "Sign in first." }, { status: 401 });

  const { count } = await supabase
    .from("products")
    .select("id", { count: "exact", head: true })
    .eq("name", "sold out");
  if ((count ?? 0) >= 10) return Response.json({ error: "There are no more places." }, { status: 409 });

  const { error } = await supabase.from("notes").insert({ user_id: who.user.id, title: "Shared", body: "" });
  if (error) return Response.json({ error: "Please try again." }, { status: 503 });
  return Response.json({ shared: true });
});
