"use client";

import { useEffect } from "react";
import { useBasket } from "./basket-store";

export function Basket() {
  const { lines, load } = useBasket();
  useEffect(() => {
    load();
  }, [load]);
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
