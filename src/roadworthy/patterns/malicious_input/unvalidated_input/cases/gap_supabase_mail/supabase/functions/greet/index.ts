Deno.serve(async (request) => {
  const { email, name } = await request.json();

  const sent = await fetch("https://api.resend.com/emails", {
    method: "POST",
    headers: { Authorization: `Bearer ${Deno.env.get("RESEND_API_KEY")}`, "Content-Type": "application/json" },
    body: JSON.stringify({ from: "shop@example.com", to: [email], subject: "Welcome", html: `<p>Hello ${name}</p>` }),
    signal: AbortSignal.timeout(5000),
  });
  return new Response(null, { status: sent.ok ? 204 : 502 });
});
