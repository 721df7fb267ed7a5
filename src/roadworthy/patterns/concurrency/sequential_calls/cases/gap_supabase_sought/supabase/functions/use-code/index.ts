import { serve } from "https://deno.land/std@0.190.0/http/server.ts";
import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

serve(async (req) => {
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!, {
    global: { headers: { Authorization: req.headers.get("Authorization")! } },
  });
  const { data: { user }, error: userError } = await supabase.auth.getUser();
  if (userError || !user) return new Response(JSON.stringify({ error: "Sign in" }), { status: 401 });

  const { digest } = await req.json();
  const { data: codes, error } = await supabase.from("spare_codes").select("id, digest").eq("user_id", user.id);
  if (error) return new Response(JSON.stringify({ error: "Not read" }), { status: 500 });
  let found = false;
  for (const code of codes ?? []) {
    if (code.digest === digest) {
      found = true;
      const { error: failed } = await supabase.from("spare_codes").update({ used_at: new Date().toISOString() }).eq("id", code.id);
      if (failed) return new Response(JSON.stringify({ error: "Not saved" }), { status: 500 });
    }
  }
  return new Response(JSON.stringify({ found }));
});
