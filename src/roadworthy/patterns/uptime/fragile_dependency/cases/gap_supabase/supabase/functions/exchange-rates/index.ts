Deno.serve(async () => {
  try {
    const answer = await fetch("https://api.frankfurter.dev/v1/latest?base=EUR");
    if (!answer.ok) return Response.json({ error: "No rates at the moment" }, { status: 502 });
    return Response.json(await answer.json());
  } catch {
    return Response.json({ error: "No rates at the moment" }, { status: 502 });
  }
});
