import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { sendConfirmation } from "@/lib/mail";
import { logger } from "@/lib/logger";
import { db, pool } from "./index";
import { bookings, classes, users } from "./schema";

const BATCH = 200;

/** Sends the confirmations of the last day that did not go out. Safe to run again: sent bookings are marked. */
async function resend(): Promise<void> {
  const missing = await db
    .select({ id: bookings.id, email: users.email, name: users.name, title: classes.title })
    .from(bookings)
    .innerJoin(users, eq(bookings.userId, users.id))
    .innerJoin(classes, eq(bookings.classId, classes.id))
    .where(
      and(
        isNull(bookings.confirmationSentAt),
        eq(bookings.status, "booked"),
        gt(bookings.createdAt, sql`now() - interval '1 day'`),
      ),
    )
    .orderBy(asc(bookings.id))
    .limit(BATCH);
  const sent: number[] = [];
  for (const { id, email, name, title } of missing) {
    if (!(await sendConfirmation(id, email, name, title))) break;
    await db.update(bookings).set({ confirmationSentAt: sql`now()` }).where(eq(bookings.id, id));
    sent.push(id);
  }
  logger.info({ sent: sent.length, missing: missing.length }, "confirmations");
}

resend()
  .catch((error: unknown) => {
    logger.error({ message: String(error) }, "resending failed");
    process.exitCode = 1;
  })
  .finally(() => pool.end());
