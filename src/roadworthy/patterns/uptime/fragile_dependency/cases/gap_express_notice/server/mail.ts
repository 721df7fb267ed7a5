/** Tells somebody that their order was placed. */
export async function sendConfirmation(email: string, orderId: number): Promise<void> {
  const response = await fetch("https://api.resend.com/emails", {
    method: "POST",
    headers: { Authorization: `Bearer ${process.env.MAIL_API_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({ from: "shop@example.com", to: [email], subject: `Your order ${orderId}`, text: "Thank you" }),
  });
  if (!response.ok) throw new Error(`the mail service answered ${response.status}`);
}
