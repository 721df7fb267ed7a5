import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

Deno.serve(async (req) => {
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!, {
    global: { headers: { Authorization: req.headers.get("Authorization")! } },
  });
  const { title } = await req.json();
  const { data: alike, error } = await supabase.from("notes").select("id, title").eq("title", title).limit(5);
  if (error) {
    console.error("alike:", error);
    return new Response(JSON.stringify({ title, alike: [] }), { status: 503, headers: { "Content-Type": "application/json" } });
  }
  return new Response(JSON.stringify({ title, alike }), { headers: { "Content-Type": "application/json" } });
});
