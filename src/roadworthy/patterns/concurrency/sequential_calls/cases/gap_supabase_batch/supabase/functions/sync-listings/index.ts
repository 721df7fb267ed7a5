import { serve } from "https://deno.land/std@0.190.0/http/server.ts";
import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

serve(async (req) => {
  const supabase = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!, {
    global: { headers: { Authorization: req.headers.get("Authorization")! } },
  });
  const { data: { user }, error: userError } = await supabase.auth.getUser();
  if (userError || !user) return new Response(JSON.stringify({ error: "Sign in" }), { status: 401 });

  const body = await req.json();
  const listings = Array.isArray(body) ? body : [body];
  for (const listing of listings) {
    const { error } = await supabase
      .from("listings")
      .insert({ user_id: user.id, sku: listing.sku, title: listing.title });
    if (error) return new Response(JSON.stringify({ error: "Not saved" }), { status: 500 });
  }
  return new Response(JSON.stringify({ saved: listings.length }));
});
