import { z } from "zod";

const RATE_TIMEOUT_MS = 1_000;
const ATTEMPTS = 2;
const answerSchema = z.object({ rates: z.record(z.number().positive()) });

/** How much one pound is in another currency, or null when the rate service does not say so in two seconds. */
export async function fetchRate(currency: "EUR" | "USD" | "JPY"): Promise<number | null> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await askForRate(currency);
    } catch (error) {
      console.warn("exchange rate not available:", error instanceof Error ? error.message : error);
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt * (0.5 + Math.random())));
    }
  }
  return null;
}

async function askForRate(currency: string): Promise<number | null> {
  const response = await fetch(`https://api.frankfurter.dev/v1/latest?base=GBP&symbols=${currency}`, {
    signal: AbortSignal.timeout(RATE_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the rate service answered ${response.status}`);
  const { rates } = answerSchema.parse(await response.json());
  return rates[currency] ?? null;
}
