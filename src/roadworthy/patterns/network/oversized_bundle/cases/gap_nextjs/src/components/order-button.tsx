"use client";

import moment from "moment";
import { useRef, useState } from "react";

/** Orders one piece. The key stays the same until an order has come through, so that a retry is no second order. */
export function OrderButton({ productId }: { productId: number }) {
  const [pending, setPending] = useState(false);
  const [message, setMessage] = useState("");
  const attempt = useRef<string | null>(null);

  async function order() {
    setPending(true);
    attempt.current ??= `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    try {
      const response = await fetch("/api/orders", {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": attempt.current },
        body: JSON.stringify({ productId, quantity: 1 }),
        signal: AbortSignal.timeout(10_000),
      });
      if (response.ok) attempt.current = null;
      setMessage(response.ok ? `Ordered at ${moment().format("HH:mm")}` : "That did not work");
    } catch {
      setMessage("Please try again");
    } finally {
      setPending(false);
    }
  }

  return (
    <>
      <button type="button" onClick={order} disabled={pending}>
        Order
      </button>{" "}
      <span role="status">{message}</span>
    </>
  );
}
