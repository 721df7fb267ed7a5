import type { Response } from "express";
import { HttpError } from "./errors";
import { describeError, logger } from "./logger";
import { storage } from "./storage";

const INTERVAL_MS = 5_000;
const MAX_STREAMS = 200;

const open = new Set<Response>();

/** Tells how many of a product are left, now and every five seconds, until the browser goes. */
export function streamStock(res: Response, productId: number, first: number): void {
  if (open.size >= MAX_STREAMS) throw new HttpError(503, "Too many people are watching. Please reload later.");
  // no-transform: compression would hold the lines back
  res.set({ "Content-Type": "text/event-stream", "Cache-Control": "no-cache, no-transform" });
  const tell = (stock: number) => res.write(`data: ${stock}\n\n`);
  tell(first);
  const timer = setInterval(() => {
    storage
      .getProduct(productId)
      .then((product) => tell(product?.stock ?? 0))
      .catch((error: unknown) => {
        // The browser opens the stream again
        logger.warn({ error: describeError(error) }, "live stock ended");
        res.end();
      });
  }, INTERVAL_MS);
  open.add(res);
  res.on("close", () => {
    clearInterval(timer);
    open.delete(res);
  });
}

/** Before the process stops: streams never end by themselves. */
export function endStreams(): void {
  for (const res of open) res.end();
}
