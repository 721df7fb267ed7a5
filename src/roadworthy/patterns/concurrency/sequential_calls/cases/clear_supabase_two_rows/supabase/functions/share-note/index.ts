import { serve } from "https://deno.land/std@0.190.0/http/server.ts";
import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

serve(async (req) => {
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!, {
    global: { headers: { Authorization: req.headers.get("Authorization")! } },
  });
  const { data: { user }, error: userError } = await supabase.auth.getUser();
  if (userError || !user) return new Response(JSON.stringify({ error: "Sign in" }), { status: 401 });

  const { note_id } = await req.json();
  const { data: note, error: first } = await supabase.from("notes").select("title, user_id").eq("id", note_id).maybeSingle();
  if (first || !note) throw first;
  const { data: profile, error: second } = await supabase.from("profiles").select("display_name").eq("id", note.user_id).maybeSingle();
  if (second) throw second;
  return new Response(JSON.stringify({ by: profile?.display_name, title: note?.title }));
});
