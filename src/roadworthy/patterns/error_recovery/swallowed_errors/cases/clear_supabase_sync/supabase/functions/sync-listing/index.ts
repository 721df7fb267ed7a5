import { serve } from "https://deno.land/std@0.190.0/http/server.ts";
import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

serve(async (req) => {
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!, {
    global: { headers: { Authorization: req.headers.get("Authorization")! } },
  });
  const { data: { user }, error: userError } = await supabase.auth.getUser();
  if (userError || !user) return new Response(JSON.stringify({ error: "Sign in" }), { status: 401 });

  const { sku, title } = await req.json();
  let existing = null;
  const { data, error: readError } = await supabase.from("listings").select("id").eq("user_id", user.id).eq("sku", sku).maybeSingle();
  if (readError) return new Response(JSON.stringify({ error: "Try again" }), { status: 503 });
  existing = data;

  if (existing) {
    const { error } = await supabase.from("listings").update({ title }).eq("id", existing.id);
    if (error) return new Response(JSON.stringify({ error: "Not saved" }), { status: 500 });
  } else {
    const { error } = await supabase.from("listings").insert({ user_id: user.id, sku, title });
    if (error) return new Response(JSON.stringify({ error: "Not saved" }), { status: 500 });
  }
  return new Response(JSON.stringify({ saved: true }));
});
