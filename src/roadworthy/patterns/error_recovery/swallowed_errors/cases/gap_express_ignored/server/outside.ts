import { z } from "zod";

const RATE_TIMEOUT_MS = 2_000;
const answerSchema = z.object({ rates: z.record(z.number().positive()) });

/** How much one pound is in another currency, or null when the rate service does not say so in two seconds. */
export async function fetchRate(currency: "EUR" | "USD" | "JPY"): Promise<number | null> {
  try {
    const response = await fetch(`https://api.frankfurter.dev/v1/latest?base=GBP&symbols=${currency}`, {
      signal: AbortSignal.timeout(RATE_TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`the rate service answered ${response.status}`);
    const { rates } = answerSchema.parse(await response.json());
    return rates[currency] ?? null;
  } catch {
    // silently ignored
    return null;
  }
}
