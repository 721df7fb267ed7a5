import { Resend } from "resend";

const resend = new Resend(process.env.RESEND_API_KEY);

export async function sendWelcome(to: string): Promise<void> {
  const sent = await resend.emails.send({ from: "shop@example.com", to, subject: "Welcome", text: "Hello" });
  console.log("Mail sent", sent);
}
