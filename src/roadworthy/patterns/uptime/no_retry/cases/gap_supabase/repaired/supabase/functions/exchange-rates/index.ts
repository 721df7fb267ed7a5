const RATES = "https://api.frankfurter.dev/v1/latest?base=EUR";
const PAUSES_MS = [200, 800];

/** Asks again after a fault that may pass, later each time and never at the same moment as others. */
async function fetchWithRetry(url: string): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      if (answer.status < 500 || attempt >= PAUSES_MS.length) return answer;
    } catch (error) {
      if (attempt >= PAUSES_MS.length) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSES_MS[attempt] * (0.5 + Math.random())));
  }
}

Deno.serve(async () => {
  try {
    const answer = await fetchWithRetry(RATES);
    if (!answer.ok) return Response.json({ error: "No rates at the moment" }, { status: 502 });
    return Response.json(await answer.json());
  } catch {
    return Response.json({ error: "No rates at the moment" }, { status: 502 });
  }
});
