import { serve } from "https://deno.land/std@0.190.0/http/server.ts";
import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

serve(async (req) => {
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!, {
    global: { headers: { Authorization: req.headers.get("Authorization")! } },
  });
  const { data: { user }, error } = await supabase.auth.getUser();
  if (error || !user) return new Response(JSON.stringify({ error: "Sign in" }), { status: 401 });

  const key = Deno.env.get("RESEND_API_KEY");
  return new Response(JSON.stringify({ configured: Boolean(key) }), {
    headers: { "Content-Type": "application/json" },
  });
});
