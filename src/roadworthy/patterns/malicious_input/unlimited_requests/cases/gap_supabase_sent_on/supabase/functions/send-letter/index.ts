import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

const admin = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);

Deno.serve(async (request) => {
  if (request.headers.get("Authorization") !== `Bearer ${Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")}`) {
    return new Response("Not for you", { status: 401 });
  }
  const { owner } = await request.json();
  const { data, error } = await admin.auth.admin.getUserById(owner);
  if (error) return new Response("Nobody of that name", { status: 404 });
  const sent = await fetch("https://api.resend.com/emails", {
    method: "POST",
    headers: { Authorization: `Bearer ${Deno.env.get("RESEND_API_KEY")}` },
    body: JSON.stringify({ to: data.user.email, subject: "A new note", text: "There is a new note." }),
    signal: AbortSignal.timeout(5000),
  });
  if (!sent.ok) return new Response("It could not be sent", { status: 502 });
  return new Response(null, { status: 204 });
});
