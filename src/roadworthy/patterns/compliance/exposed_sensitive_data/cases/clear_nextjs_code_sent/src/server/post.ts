export async function deliver(to: string, code: string): Promise<void> {
  const answer = await fetch("https://mail.example.com/send", {
    method: "POST",
    body: JSON.stringify({ to, code }),
    signal: AbortSignal.timeout(5000),
  });
  if (!answer.ok) throw new Error("the mail was not taken");
}
