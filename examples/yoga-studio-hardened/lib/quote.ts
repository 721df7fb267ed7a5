import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { breakerFor, Refused } from "./breaker";
import { describeError, logger } from "./logger";

const TIMEOUT_MS = 1_200;
const ATTEMPTS = 2;

const quoteSchema = z.object({ content: z.string().max(500).optional(), author: z.string().max(100).optional() });

export interface Quote {
  text?: string;
  author?: string;
}

async function ask(): Promise<Quote> {
  const response = await fetch("https://api.quotable.io/random?tags=wisdom", { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) {
    const passing = response.status >= 500 || response.status === 429;
    throw new (passing ? Error : Refused)(`Quotes answered ${response.status}`);
  }
  const { content, author } = quoteSchema.parse(await response.json());
  return { text: content, author };
}

/** Asks a second time after a passing fault. */
async function askPatiently(): Promise<Quote> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === ATTEMPTS || error instanceof Refused) throw error;
      await pause(100 * (0.5 + Math.random()));
    }
  }
}

const breaker = breakerFor("quotes", askPatiently);

/** The quote of the day; null when there is none to be had, which the page does without. Never throws. */
export async function findQuote(): Promise<Quote | null> {
  try {
    return await breaker.fire();
  } catch (error) {
    logger.warn({ error: describeError(error) }, "no quote");
    return null;
  }
}
