import postgres from "npm:postgres@3.4.5";

Deno.serve(async () => {
  const sql = postgres(Deno.env.get("SUPABASE_DB_URL")!);
  return Response.json(await sql`select name, price from public.products order by name limit 50`);
});
