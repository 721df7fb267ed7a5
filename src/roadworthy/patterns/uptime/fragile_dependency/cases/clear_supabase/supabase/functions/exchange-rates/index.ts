Deno.serve(async () => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 5_000);
  try {
    const answer = await fetch("https://api.frankfurter.dev/v1/latest?base=EUR", { signal: controller.signal });
    if (!answer.ok) return Response.json({ error: "No rates at the moment" }, { status: 502 });
    return Response.json(await answer.json());
  } catch {
    return Response.json({ error: "No rates at the moment" }, { status: 502 });
  } finally {
    clearTimeout(timer);
  }
});
