export const PACKS: Record<string, { credits: number; amount: number }> = {
  single: { credits: 1, amount: 15 },
  five: { credits: 5, amount: 65 },
  ten: { credits: 10, amount: 120 },
};

export async function createCheckout(userId: number, pack: string) {
  const { credits, amount } = PACKS[pack];
  const params = new URLSearchParams({
    mode: "payment",
    success_url: `${process.env.NEXT_PUBLIC_URL}/profile`,
    cancel_url: `${process.env.NEXT_PUBLIC_URL}/credits`,
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": String(amount * 100),
    "line_items[0][price_data][product_data][name]": `${credits} credits`,
    "metadata[userId]": String(userId),
    "metadata[credits]": String(credits),
  });
  const res = await fetch("https://api.stripe.com/v1/checkout/sessions", {
    method: "POST",
    headers: { Authorization: `Bearer ${process.env.STRIPE_SECRET_KEY}` },
    body: params,
  });
  return res.json();
}
