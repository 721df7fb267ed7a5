import type { Response } from "express";
import { countOf } from "./counting";

/** Tells how many are left, now and every five seconds, until the browser goes. */
export function tellStock(res: Response, productId: number, first: number): void {
  res.set("Content-Type", "text/event-stream");
  res.write(`data: ${first}\n\n`);
  const timer = setInterval(() => {
    countOf(productId)
      .then((count) => res.write(`data: ${count}\n\n`))
      .catch((error: unknown) => {
        console.error("stock", error);
        res.end();
      });
  }, 5_000);
  res.on("close", () => clearInterval(timer));
}
