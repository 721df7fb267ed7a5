"use client";

import { useEffect } from "react";
import { useBasket } from "./basket-store";

export function Basket() {
  const { lines, load } = useBasket();
  const failed = useBasket((state) => state.error);
  useEffect(() => {
    load();
  }, [load]);
  if (failed) return <p role="alert">{failed}</p>;
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
