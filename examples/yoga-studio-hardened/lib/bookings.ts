import "server-only";
import { and, desc, eq, gt, gte, inArray, isNull, sql } from "drizzle-orm";
import { db, type Transaction } from "@/db";
import { bookings, classes, teachers, users, waitlist } from "@/db/schema";
import { audit } from "./audit";
import { HttpError } from "./http";
import { PAGE_SIZE } from "./pages";
import { sendConfirmation } from "./mail";
import type { SessionUser } from "./session";

const bookingColumns = {
  id: bookings.id,
  classId: bookings.classId,
  status: bookings.status,
  note: bookings.note,
  createdAt: bookings.createdAt,
};

async function takeSpot(tx: Transaction, classId: number): Promise<string> {
  const [taken] = await tx
    .update(classes)
    .set({ spotsLeft: sql`${classes.spotsLeft} - 1` })
    .where(and(eq(classes.id, classId), gt(classes.spotsLeft, 0), isNull(classes.cancelledAt)))
    .returning({ title: classes.title });
  if (taken) return taken.title;
  const [found] = await tx.select({ id: classes.id }).from(classes).where(eq(classes.id, classId));
  throw found ? new HttpError(409, "This class is full") : new HttpError(404, "Class not found");
}

async function takeCredit(tx: Transaction, userId: number): Promise<void> {
  const paid = await tx
    .update(users)
    .set({ credits: sql`${users.credits} - 1` })
    .where(and(eq(users.id, userId), gte(users.credits, 1)))
    .returning({ id: users.id });
  if (paid.length === 0) throw new HttpError(402, "Not enough credits");
}

/** Books once per member and class: the row that claims the spot comes first, then spot and credit commit with it. */
async function place(userId: number, classId: number, note: string | undefined) {
  return db.transaction(async (tx) => {
    const [booking] = await tx
      .insert(bookings)
      .values({ userId, classId, note })
      .onConflictDoNothing()
      .returning(bookingColumns);
    if (!booking) {
      const [earlier] = await tx
        .select(bookingColumns)
        .from(bookings)
        .where(and(eq(bookings.userId, userId), eq(bookings.classId, classId), eq(bookings.status, "booked")));
      return { booking: earlier, title: null };
    }
    const title = await takeSpot(tx, classId);
    await takeCredit(tx, userId);
    await audit({ actor: userId, action: "booking.placed", object: `booking:${booking.id}` }, tx);
    return { booking, title };
  });
}

async function requireClass(classId: number): Promise<void> {
  const [found] = await db.select({ id: classes.id }).from(classes).where(eq(classes.id, classId));
  if (!found) throw new HttpError(404, "Class not found");
}

export async function book(user: SessionUser, classId: number, note: string | undefined) {
  await requireClass(classId);
  const { booking, title } = await place(user.id, classId, note);
  if (title !== null && (await sendConfirmation(booking.id, user.email, user.name, title))) {
    await db.update(bookings).set({ confirmationSentAt: sql`now()` }).where(eq(bookings.id, booking.id));
  }
  return booking;
}

/** Cancels a member's booking once: only the request that moves it out of `booked` gives spot and credit back. */
export async function cancel(userId: number, bookingId: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [cancelled] = await tx
      .update(bookings)
      .set({ status: "cancelled" })
      .where(and(eq(bookings.id, bookingId), eq(bookings.userId, userId), eq(bookings.status, "booked")))
      .returning({ classId: bookings.classId });
    if (!cancelled) return false;
    await tx
      .update(classes)
      .set({ spotsLeft: sql`${classes.spotsLeft} + 1` })
      .where(eq(classes.id, cancelled.classId));
    await tx
      .update(users)
      .set({ credits: sql`${users.credits} + 1` })
      .where(eq(users.id, userId));
    await audit({ actor: userId, action: "booking.cancelled", object: `booking:${bookingId}` }, tx);
    return true;
  });
}

/** Takes a class off the timetable: it stays in the table, and every member who had booked gets the credit back. */
export async function cancelClass(adminId: number, classId: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [gone] = await tx
      .update(classes)
      .set({ cancelledAt: sql`now()` })
      .where(and(eq(classes.id, classId), isNull(classes.cancelledAt)))
      .returning({ id: classes.id });
    if (!gone) return false;
    const refunded = await tx
      .update(bookings)
      .set({ status: "cancelled" })
      .where(and(eq(bookings.classId, classId), eq(bookings.status, "booked")))
      .returning({ userId: bookings.userId });
    const members = refunded.flatMap(({ userId }) => userId ?? []);
    if (members.length > 0) {
      await tx
        .update(users)
        .set({ credits: sql`${users.credits} + 1` })
        .where(inArray(users.id, members));
    }
    await audit({ actor: adminId, action: "class.cancelled", object: `class:${classId}`, details: { refunded: members.length } }, tx);
    return true;
  });
}

/** A page of a member's bookings with class and teacher, the newest first. */
export async function ownBookings(userId: number, page: number) {
  return db
    .select({
      ...bookingColumns,
      title: classes.title,
      startsAt: classes.startsAt,
      teacher: teachers.name,
    })
    .from(bookings)
    .innerJoin(classes, eq(bookings.classId, classes.id))
    .innerJoin(teachers, eq(classes.teacherId, teachers.id))
    .where(eq(bookings.userId, userId))
    .orderBy(desc(bookings.createdAt), desc(bookings.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
}

export async function ownBooking(userId: number, bookingId: number) {
  const [row] = await db
    .select({ ...bookingColumns, title: classes.title, startsAt: classes.startsAt })
    .from(bookings)
    .innerJoin(classes, eq(bookings.classId, classes.id))
    .where(and(eq(bookings.id, bookingId), eq(bookings.userId, userId)));
  return row ?? null;
}

/** Puts a member on the waitlist; being there already is fine. */
export async function waitFor(userId: number, classId: number): Promise<void> {
  await db
    .insert(waitlist)
    .values({ userId, classId })
    .onConflictDoNothing({ target: [waitlist.userId, waitlist.classId] });
}
