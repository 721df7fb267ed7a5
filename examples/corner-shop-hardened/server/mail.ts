import type { Order } from "@shared/schema";
import { config } from "./config";
import { describeError, logger } from "./logger";

const MAIL_TIMEOUT_MS = 3_000;

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
  if (!response.ok) throw new Error(`Mail API answered ${response.status}`);
}

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
    await send(to, name, order, config.MAIL_API_KEY);
    return true;
  } catch (error) {
    logger.warn({ orderId: order.id, error: describeError(error) }, "confirmation not sent");
    return false;
  }
}
