import { z } from "zod";
import { CircuitBreaker } from "./breaker";

const RATE_TIMEOUT_MS = 2_000;
const answerSchema = z.object({ rates: z.record(z.number().positive()) });
const breaker = new CircuitBreaker(5, 30_000);

/** How much one pound is in another currency, or null when the rate service does not say so in two seconds. */
export function fetchRate(currency: "EUR" | "USD" | "JPY"): Promise<number | null> {
  return breaker.run(() => askForRate(currency), null);
}

async function askForRate(currency: string): Promise<number | null> {
  const response = await fetch(`https://api.frankfurter.dev/v1/latest?base=GBP&symbols=${currency}`, {
    signal: AbortSignal.timeout(RATE_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the rate service answered ${response.status}`);
  const { rates } = answerSchema.parse(await response.json());
  return rates[currency] ?? null;
}
