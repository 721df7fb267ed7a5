import { serve } from "https://deno.land/std@0.190.0/http/server.ts";
import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

serve(async (req) => {
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
  const token = (req.headers.get("Authorization") ?? "").replace("Bearer ", "");
  const { data: { user }, error: userError } = await supabase.auth.getUser(token);
  if (userError || !user) return new Response(JSON.stringify({ error: "Sign in" }), { status: 401 });

  const { visit_id } = await req.json();
  const { data: visit, error } = await supabase
    .from("visits").select("id, fee").eq("id", visit_id).eq("user_id", user.id).maybeSingle();
  if (error) return new Response(JSON.stringify({ error: "Not read" }), { status: 500 });
  if (!visit) return new Response(JSON.stringify({ error: "No such visit" }), { status: 404 });
  const { error: failed } = await supabase
    .from("payments").insert({ visit_id: visit.id, kind: "fee", status: "pending", amount: visit.fee });
  if (failed) return new Response(JSON.stringify({ error: "Not saved" }), { status: 409 });
  return new Response(JSON.stringify({ pending: true }));
});
