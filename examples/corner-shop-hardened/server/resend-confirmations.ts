import { and, asc, eq, gt, isNull, ne } from "drizzle-orm";
import { orders, users } from "@shared/schema";
import { db, pool } from "./db";
import { logger } from "./logger";
import { sendOrderConfirmation } from "./mail";
import { orderColumns, storage } from "./storage";

const DAY_MS = 24 * 60 * 60 * 1000;
const BATCH = 200;

/** Sends the confirmations of the last day that did not go out. Safe to run again: sent orders are marked. */
async function resend(): Promise<void> {
  const missing = await db
    .select({ order: orderColumns, email: users.email, name: users.name })
    .from(orders)
    .innerJoin(users, eq(orders.userId, users.id))
    .where(
      and(
        isNull(orders.confirmationSentAt),
        ne(orders.status, "cancelled"),
        gt(orders.createdAt, new Date(Date.now() - DAY_MS)),
      ),
    )
    .orderBy(asc(orders.createdAt))
    .limit(BATCH);
  let sent = 0;
  for (const { order, email, name } of missing) {
    if (!(await sendOrderConfirmation(email, name, order))) continue;
    await storage.markConfirmationSent(order.id);
    sent += 1;
  }
  logger.info({ missing: missing.length, sent }, "confirmations resent");
}

resend()
  .catch((error) => {
    logger.error({ message: String(error) }, "resending failed");
    process.exitCode = 1;
  })
  .finally(() => pool.end());
