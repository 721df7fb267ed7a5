"use client";

import { useState } from "react";
import { hc } from "hono/client";

const client = hc("/");

export function OrderButton({ productId }: { productId: number }) {
  const [note, setNote] = useState("");
  const [pending, setPending] = useState(false);

  const order = async () => {
    setPending(true);
    try {
      const response = await client.api.orders.$post({ json: { productId, quantity: 1 } });
      await response.json();
      setNote("Ordered");
    } catch {
      setNote("This did not work. Please try again.");
    } finally {
      setPending(false);
    }
  };

  return (
    <>
      <button type="button" disabled={pending} onClick={order}>
        Order
      </button>
      <p role="status">{note}</p>
    </>
  );
}
