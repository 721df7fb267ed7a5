import type { Order } from "@shared/schema";

export async function sendOrderConfirmation(to: string, name: string, order: Order) {
  if (!process.env.MAIL_API_KEY) {
    console.log(`MAIL_API_KEY not set, skipping confirmation for order #${order.id}`);
    return;
  }

  const response = await fetch("https://api.resend.com/emails", {
    method: "POST",
    headers: {
      Authorization: `Bearer ${process.env.MAIL_API_KEY}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify({
      from: "Corner Shop <orders@cornershop.example>",
      to: [to],
      subject: `Your Corner Shop order #${order.id}`,
      text: `Hi ${name},\n\nThanks for your order! The total is £${order.total.toFixed(2)}.\nWe will deliver to: ${order.shippingAddress}\n\nYour Corner Shop`,
    }),
  });

  if (!response.ok) {
    throw new Error(`Mail API answered ${response.status}`);
  }
}
