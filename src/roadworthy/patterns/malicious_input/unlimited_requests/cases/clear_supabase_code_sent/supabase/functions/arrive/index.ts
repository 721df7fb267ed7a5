import { createClient } from "npm:@supabase/supabase-js@2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const { email, country } = await request.json();
  if (typeof email !== "string" || typeof country !== "string" || country.length > 80) {
    return Response.json({ error: "Not understood." }, { status: 400 });
  }
  const { data, error } = await admin.from("arrivals").select("id").eq("email", email).eq("country", country).maybeSingle();
  if (error) return Response.json({ error: "Please try again." }, { status: 503 });
  return Response.json({ right: data !== null });
});
