import { createClient } from "npm:@supabase/supabase-js@2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  const token = (request.headers.get("Authorization") ?? "").replace("Bearer ", "");
  const { data: who } = await admin.auth.getUser(token);
  if (!who.user) return Response.json({ error: "Sign in first." }, { status: 401 });
  const { data: allowed } = await admin.rpc("has_role", { _user_id: who.user.id, _role: "admin" });
  if (!allowed) return Response.json({ error: "Only for staff." }, { status: 403 });
  const { place } = await request.json();
  if (typeof place !== "string" || place.length > 200) return Response.json({ error: "No place." }, { status: 400 });
  const asked = new URL("https://maps.googleapis.com/maps/api/geocode/json");
  asked.searchParams.set("address", place);
  asked.searchParams.set("key", Deno.env.get("GOOGLE_MAPS_KEY")!);
  const found = await fetch(asked, { signal: AbortSignal.timeout(5000) });
  if (!found.ok) return Response.json({ error: "Please try again." }, { status: 503 });
  return Response.json(await found.json());
});
