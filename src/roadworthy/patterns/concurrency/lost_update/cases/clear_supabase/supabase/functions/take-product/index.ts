import { createClient } from "npm:@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { error } = await admin.auth.getUser(token);
  if (error) return new Response("Not signed in", { status: 401 });

  const { productId } = await request.json();
  const { data: product, error: missing } = await admin.from("products").select("id, stock").eq("id", productId).single();
  if (missing) return new Response("No such product", { status: 404 });
  const { data: taken, error: failed } = await admin
    .from("products")
    .update({ stock: product.stock - 1 })
    .eq("id", product.id)
    .eq("stock", product.stock)
    .select("id");
  if (failed || taken.length === 0) return new Response("Sold out", { status: 409 });
  return new Response(null, { status: 204 });
});
