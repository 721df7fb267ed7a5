import { createHash } from "crypto";
import { and, eq, lt } from "drizzle-orm";
import type { NextFunction, Request, Response } from "express";
import { idempotencyKeys } from "$SCHEMA";
import { db } from "$DATABASE";

const KEPT_FOR_MS = 24 * 60 * 60 * 1000;
const DOUBLE_CLICK_MS = 10_000;
const POLL_MS = 100;
const POLLS = 100;

/** What tells a request from another of the same person: its Idempotency-Key, else its content within ten seconds. */
function keyOf(req: Request): string {
  const given = req.get("Idempotency-Key");
  if (given) return given.slice(0, 200);
  const content = createHash("sha256").update(JSON.stringify(req.body ?? null)).digest("hex");
  return `auto-${content}-${Math.floor(Date.now() / DOUBLE_CLICK_MS)}`;
}

function requesterOf(req: Request): string {
  const { user, session } = req as any;
  return String(user?.id ?? user?.claims?.sub ?? session?.userId ?? session?.user?.id ?? req.ip);
}

/** Waits for the answer of the request that came first; undefined when it failed or takes too long. */
async function answerOf(requester: string, endpoint: string, key: string) {
  for (let poll = 0; poll < POLLS; poll += 1) {
    const [row] = await db
      .select({ status: idempotencyKeys.status, body: idempotencyKeys.body })
      .from(idempotencyKeys)
      .where(
        and(
          eq(idempotencyKeys.requester, requester),
          eq(idempotencyKeys.endpoint, endpoint),
          eq(idempotencyKeys.key, key),
        ),
      );
    if (!row || row.status !== null) return row;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return undefined;
}

/** Carries a request out once: a repeat of it gets the answer of the first. */
export async function idempotent(req: Request, res: Response, next: NextFunction) {
  try {
    const requester = requesterOf(req);
    const endpoint = `${req.method} ${req.originalUrl.split("?")[0]}`;
    const key = keyOf(req);
    await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, new Date(Date.now() - KEPT_FOR_MS)));
    const [claim] = await db
      .insert(idempotencyKeys)
      .values({ requester, endpoint, key })
      .onConflictDoNothing()
      .returning({ id: idempotencyKeys.id });
    if (!claim) {
      const earlier = await answerOf(requester, endpoint, key);
      if (!earlier) return res.status(409).json({ message: "The same request is under way, please look again" });
      return res.set("Idempotent-Replay", "true").status(earlier.status!).json(earlier.body);
    }
    keepAnswer(res, claim.id);
    next();
  } catch (error) {
    next(error);
  }
}

/** Stores a success before it is sent; anything else gives the key free, so that the request can be tried again. */
function keepAnswer(res: Response, id: number): void {
  const json = res.json.bind(res);
  let kept = false;
  res.json = (body: unknown) => {
    const done = res.statusCode < 300;
    kept = done;
    const stored = done
      ? db.update(idempotencyKeys).set({ status: res.statusCode, body: body ?? null }).where(eq(idempotencyKeys.id, id))
      : Promise.resolve();
    stored.then(
      () => json(body),
      (error) => {
        console.error("an answer could not be kept:", error);
        json(body);
      },
    );
    return res;
  };
  res.on("close", () => {
    if (kept) return;
    const freed =
      res.statusCode < 300 && res.writableFinished
        ? db.update(idempotencyKeys).set({ status: res.statusCode, body: null }).where(eq(idempotencyKeys.id, id))
        : db.delete(idempotencyKeys).where(eq(idempotencyKeys.id, id));
    freed.catch((error: unknown) => console.error("an idempotency key could not be given free:", error));
  });
}
