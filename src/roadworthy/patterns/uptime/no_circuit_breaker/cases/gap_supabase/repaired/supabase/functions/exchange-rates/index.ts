import { circuitBreaker, ConsecutiveBreaker, handleAll } from "npm:cockatiel@3.2.1";

const breaker = circuitBreaker(handleAll, { halfOpenAfter: 30_000, breaker: new ConsecutiveBreaker(3) });

async function readRates(): Promise<unknown> {
  const answer = await fetch("https://api.frankfurter.dev/v1/latest?base=EUR", { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`frankfurter answered ${answer.status}`);
  return answer.json();
}

Deno.serve(async () => {
  try {
    return Response.json(await breaker.execute(readRates));
  } catch {
    return Response.json({ error: "No rates at the moment" }, { status: 502 });
  }
});
