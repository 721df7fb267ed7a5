import postgres from "npm:postgres@3.4.5";

const sql = postgres(Deno.env.get("SUPABASE_DB_URL")!, { max: 2 });

Deno.serve(async () => Response.json(await sql`select name, price from public.products order by name limit 50`));
