import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { error } = await admin.auth.getUser(token);
  if (error) return new Response("Not signed in", { status: 401 });

  const { code } = await request.json();
  const { data: coupon, error: failed } = await admin
    .from("coupons")
    .select("code, percent")
    .eq("code", code)
    .maybeSingle();
  if (failed) return new Response("The coupon could not be looked up", { status: 500 });
  return Response.json({ coupon });
});
