export async function sendMail(to: string, subject: string, text: string) {
  const res = await fetch("https://api.resend.com/emails", {
    method: "POST",
    headers: {
      Authorization: `Bearer ${process.env.RESEND_API_KEY}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ from: "Yoga Studio <hello@yogastudio.example>", to, subject, text }),
  });
  if (!res.ok) {
    throw new Error(`Resend error: ${await res.text()}`);
  }
}
