import { createClient } from "https://esm.sh/@supabase/supabase-js@2";

Deno.serve(async (req) => {
  const authorization = req.headers.get("Authorization") ?? "";
  const db = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!, {
    global: { headers: { Authorization: authorization } },
  });
  const { data, error: refused } = await db.auth.getUser(authorization.replace("Bearer ", ""));
  if (refused || !data.user) return new Response("sign in", { status: 401 });
  const { error } = await db
    .from("baskets")
    .upsert({ user_id: data.user.id, product: "apples", size: "small" }, { onConflict: "user_id,product,size" });
  if (error) return new Response("failed", { status: 500 });
  return Response.json({ kept: true });
});
