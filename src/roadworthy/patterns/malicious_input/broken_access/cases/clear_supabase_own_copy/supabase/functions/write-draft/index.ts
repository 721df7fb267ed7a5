import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { data, error } = await admin.auth.getUser(token);
  if (error) return new Response("Not signed in", { status: 401 });

  const { data: product, error: missing } = await admin.from("products").select("name, price").limit(1).single();
  if (missing) return new Response("There is no product", { status: 404 });
  const { error: failed } = await admin
    .from("drafts")
    .insert({ user_id: data.user.id, title: product.name, product_price: product.price });
  if (failed) return new Response("The draft could not be written", { status: 500 });
  return new Response(null, { status: 201 });
});
