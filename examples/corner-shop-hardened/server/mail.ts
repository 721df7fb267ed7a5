import CircuitBreaker from "opossum";
import { setTimeout as pause } from "timers/promises";
import type { Order } from "@shared/schema";
import { config } from "./config";
import { describeError, logger } from "./logger";

const MAIL_TIMEOUT_MS = 1_400;
const ATTEMPTS = 2;

/** The mail API's own refusal: asking again, or leaving it alone for a while, changes nothing. */
class MailRefused extends Error {}

async function send(to: string, name: string, order: Order, apiKey: string): Promise<void> {
  const response = await fetch("https://api.resend.com/emails", {
    method: "POST",
    signal: AbortSignal.timeout(MAIL_TIMEOUT_MS),
    headers: {
      Authorization: `Bearer ${apiKey}`,
      "Content-Type": "application/json",
      "Idempotency-Key": `order-${order.id}-confirmation`,
    },
    body: JSON.stringify({
      from: "Corner Shop <orders@cornershop.example>",
      to: [to],
      subject: `Your Corner Shop order #${order.id}`,
      text: `Hi ${name},\n\nThanks for your order! The total is £${order.total.toFixed(2)}.\nWe will deliver to: ${order.shippingAddress}\n\nYour Corner Shop`,
    }),
  });
  if (response.ok) return;
  const passing = response.status >= 500 || response.status === 429;
  throw new (passing ? Error : MailRefused)(`Mail API answered ${response.status}`);
}

/** Tries a second time after a passing fault; the idempotency key keeps it one mail. */
async function sendPatiently(to: string, name: string, order: Order, apiKey: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(to, name, order, apiKey);
    } catch (error) {
      if (attempt === ATTEMPTS || error instanceof MailRefused) throw error;
      await pause(100 * (0.5 + Math.random()));
    }
  }
}

// A dead mail API is left alone for 30 s, so that orders do not wait for it
const breaker = new CircuitBreaker(sendPatiently, {
  timeout: false,
  errorThresholdPercentage: 50,
  volumeThreshold: 5,
  resetTimeout: 30_000,
  errorFilter: (error) => error instanceof MailRefused,
});
breaker.on("open", () => logger.error("mail: circuit opened"));
breaker.on("close", () => logger.info("mail: circuit closed"));

/**
 * Sends the confirmation and says whether it went out. Never throws and takes three seconds at most:
 * an order is good without its mail, and `npm run mail:resend` sends what is missing.
 */
export async function sendOrderConfirmation(to: string, name: string, order: Order): Promise<boolean> {
  if (!config.MAIL_API_KEY) {
    logger.info({ orderId: order.id }, "MAIL_API_KEY is not set, confirmation skipped");
    return false;
  }
  try {
    await breaker.fire(to, name, order, config.MAIL_API_KEY);
    return true;
  } catch (error) {
    logger.warn({ orderId: order.id, error: describeError(error) }, "confirmation not sent");
    return false;
  }
}
