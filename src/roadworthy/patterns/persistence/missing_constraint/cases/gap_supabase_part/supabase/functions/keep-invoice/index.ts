import { serve } from "https://deno.land/std@0.190.0/http/server.ts";
import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

serve(async (req) => {
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
  const token = (req.headers.get("Authorization") ?? "").replace("Bearer ", "");
  const { data: { user }, error: userError } = await supabase.auth.getUser(token);
  if (userError || !user) return new Response(JSON.stringify({ error: "Sign in" }), { status: 401 });

  const { invoice } = await req.json();
  const { error } = await supabase
    .from("bills").insert({ user_id: user.id, stripe_invoice_id: String(invoice), amount: 0 });
  if (error) return new Response(JSON.stringify({ error: "Not saved" }), { status: 409 });
  return new Response(JSON.stringify({ kept: true }));
});
