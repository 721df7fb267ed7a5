"use client";

import { useEffect, useState } from "react";

export function OrderSummary() {
  const [open, setOpen] = useState(true);
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (!open) return;
    fetch("/api/products").then((response) => response.json()).then((products) => setCount(products.length));
  }, [open]);
  return <button onClick={() => setOpen(!open)}>Choose among {count}</button>;
}
