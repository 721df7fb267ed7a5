"use client";

import { useEffect, useState } from "react";

export function OrderDialog() {
  const [open, setOpen] = useState(false);
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (!open) return;
    fetch("/api/products").then((response) => response.json()).then((products) => setCount(products.length));
  }, [open]);
  return <button onClick={() => setOpen(!open)}>Choose among {count}</button>;
}
