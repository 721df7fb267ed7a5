import { setTimeout as pause } from "node:timers/promises";
import { breakerFor, Refused } from "./breaker";
import { describeError, logger } from "./logger";

const MAIL_TIMEOUT_MS = 1_400;
const ATTEMPTS = 2;

interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The same key is the same mail, however often it is sent. */
  key: string;
}

async function send({ to, subject, text, key }: Mail, apiKey: string): Promise<void> {
  const response = await fetch("https://api.resend.com/emails", {
    method: "POST",
    signal: AbortSignal.timeout(MAIL_TIMEOUT_MS),
    headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify({ from: "Yoga Studio <hello@yogastudio.example>", to, subject, text }),
  });
  if (response.ok) return;
  const passing = response.status >= 500 || response.status === 429;
  throw new (passing ? Error : Refused)(`Mail API answered ${response.status}`);
}

/** Tries a second time after a passing fault; the idempotency key keeps it one mail. */
async function sendPatiently(mail: Mail, apiKey: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(mail, apiKey);
    } catch (error) {
      if (attempt === ATTEMPTS || error instanceof Refused) throw error;
      await pause(100 * (0.5 + Math.random()));
    }
  }
}

const breaker = breakerFor("mail", sendPatiently);

/** Sends a mail and says whether it went out. Never throws and takes three seconds at most. */
export async function sendMail(mail: Mail): Promise<boolean> {
  const apiKey = process.env.RESEND_API_KEY;
  if (!apiKey) {
    logger.info("RESEND_API_KEY is not set, mail skipped");
    return false;
  }
  try {
    await breaker.fire(mail, apiKey);
    return true;
  } catch (error) {
    logger.warn({ error: describeError(error) }, "mail not sent");
    return false;
  }
}

export function sendConfirmation(bookingId: number, to: string, name: string, title: string): Promise<boolean> {
  return sendMail({
    to,
    subject: `You are booked: ${title}`,
    text: `Hi ${name},\n\nsee you on the mat!`,
    key: `booking-${bookingId}-confirmation`,
  });
}
