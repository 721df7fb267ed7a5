import { createClient } from "https://esm.sh/@supabase/supabase-js@2.57.2";

Deno.serve(async (request) => {
  const token = request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
  const { error } = await createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_ANON_KEY")!).auth.getUser(token);
  if (error) return new Response("Not signed in", { status: 401 });

  const key = Deno.env.get("OPENAI_API_KEY");
  if (!key) return new Response("The model is not set up", { status: 500 });
  const { text } = await request.json();
  const answer = await fetch("https://api.openai.com/v1/chat/completions", {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: String(text).slice(0, 500) }] }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) return new Response("The model does not answer", { status: 502 });
  return Response.json(await answer.json());
});
