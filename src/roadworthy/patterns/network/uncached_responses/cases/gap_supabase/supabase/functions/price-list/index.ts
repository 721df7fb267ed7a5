import { createClient } from "npm:@supabase/supabase-js@2.57.2";

const project = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!);

Deno.serve(async () => {
  const { data, error } = await project.from("products").select("name, price").order("name").limit(50);
  return error ? Response.json({ error: "No prices at the moment" }, { status: 502 }) : Response.json(data);
});
