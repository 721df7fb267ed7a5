const TIMEOUT_MS = 4_000;
const ATTEMPTS = 3;

export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The same key is the same mail, however often it is sent. */
  key: string;
}

async function attempt(mail: Mail): Promise<Response> {
  const { key, ...rest } = mail;
  return fetch("https://api.resend.com/emails", {
    method: "POST",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      Authorization: `Bearer ${Deno.env.get("RESEND_API_KEY")}`,
      "Content-Type": "application/json",
      "Idempotency-Key": key,
    },
    body: JSON.stringify({ from: "Repair Desk <desk@repairdesk.example>", ...rest }),
  });
}

/** Sends a mail, and again after a passing fault. Throws when it did not go out. */
export async function sendMail(mail: Mail): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    const response = await attempt(mail).catch((error: unknown) => error);
    if (response instanceof Response && response.ok) return;
    const passing = !(response instanceof Response) || response.status >= 500 || response.status === 429;
    if (!passing || tried === ATTEMPTS) {
      throw new Error(response instanceof Response ? `Mail API answered ${response.status}` : "Mail API did not answer");
    }
    await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** tried * (0.5 + Math.random())));
  }
}
