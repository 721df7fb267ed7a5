Deno.serve(async (request) => {
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
