import { serve } from "https://deno.land/std@0.190.0/http/server.ts";
import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

serve(async (req) => {
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
  if (req.headers.get("Authorization") !== `Bearer ${Deno.env.get("CRON_SECRET")}`) return new Response("no", { status: 401 });

  const { data: orders, error } = await supabase.from("orders").select("id, user_id").eq("status", "pending").limit(100);
  if (error) return new Response(JSON.stringify({ error: "The orders were not read" }), { status: 500 });
  if (!orders?.length) {
    return new Response(JSON.stringify({ success: true, reminded: 0 }), { status: 200 });
  }
  for (const order of orders) {
    console.log(order.id);
  }
  return new Response(JSON.stringify({ success: true, reminded: orders.length }));
});
