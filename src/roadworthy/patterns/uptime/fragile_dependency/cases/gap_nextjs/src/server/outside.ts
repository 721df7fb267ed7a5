import { z } from "zod";

const answerSchema = z.object({ rates: z.record(z.number().positive()) });

/** How much one pound is in another currency, or null when the rate service does not say so. */
export async function fetchRate(currency: "EUR" | "USD" | "JPY"): Promise<number | null> {
  try {
    const response = await fetch(`https://api.frankfurter.dev/v1/latest?base=GBP&symbols=${currency}`);
    if (!response.ok) throw new Error(`the rate service answered ${response.status}`);
    const { rates } = answerSchema.parse(await response.json());
    return rates[currency] ?? null;
  } catch (error) {
    console.warn("exchange rate not available:", error instanceof Error ? error.message : error);
    return null;
  }
}
