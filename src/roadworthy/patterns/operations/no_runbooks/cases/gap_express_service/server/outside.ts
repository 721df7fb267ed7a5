const RATE_TIMEOUT_MS = 2_000;

/** How much one pound is in another currency. Rejects when the rate service does not say so in two seconds. */
export async function fetchRate(currency: "EUR" | "USD" | "JPY"): Promise<number | null> {
  const response = await fetch(`https://api.frankfurter.dev/v1/latest?base=GBP&symbols=${currency}`, {
    signal: AbortSignal.timeout(RATE_TIMEOUT_MS),
  });
  const { rates } = (await response.json()) as { rates?: Record<string, number> };
  return rates?.[currency] ?? null;
}
