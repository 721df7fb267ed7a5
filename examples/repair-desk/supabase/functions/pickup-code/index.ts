import { createClient } from "npm:@supabase/supabase-js@2.57.2";
import bcrypt from "npm:bcryptjs@2.4.3";

const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "authorization, x-client-info, apikey, content-type",
};

// Makes the code for picking up a repaired device, or checks one that a customer shows. The database keeps its hash.
Deno.serve(async (req) => {
  if (req.method === "OPTIONS") return new Response("ok", { headers: corsHeaders });

  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
  const token = req.headers.get("Authorization")!.replace("Bearer ", "");
  const { data: auth } = await supabase.auth.getUser(token);
  if (!auth.user) return new Response("Not signed in", { status: 401, headers: corsHeaders });

  const { ticketId, code: shown } = await req.json();
  if (shown) {
    const { data: kept } = await supabase.from("pickup_codes").select("hash").eq("ticket_id", ticketId).single();
    return Response.json({ right: bcrypt.compareSync(shown, kept.hash) }, { headers: corsHeaders });
  }

  const { data: ticket } = await supabase
    .from("tickets")
    .select("id")
    .eq("id", ticketId)
    .eq("customer_id", auth.user.id)
    .single();
  if (!ticket) return new Response("Not your ticket", { status: 404, headers: corsHeaders });

  const code = String(crypto.getRandomValues(new Uint32Array(1))[0] % 1000000).padStart(6, "0");
  // The edge runtime has no workers, so bcrypt.hash fails there
  const hash = bcrypt.hashSync(code, 12);
  await supabase.from("pickup_codes").upsert({ ticket_id: ticket.id, hash });
  return Response.json({ code }, { headers: corsHeaders });
});
