import "server-only";
import { asc, eq } from "drizzle-orm";
import { db } from "@/db";
import { auditLog, bookings, messages, payments, reviews, users, waitlist } from "@/db/schema";
import { audit } from "./audit";
import { removeAvatar } from "./avatars";
import type { SessionUser } from "./session";

/** Everything that the studio holds about a member, table by table. */
export async function exportAccount(user: SessionUser) {
  const [account, ownBookings, ownPayments, ownReviews, waiting, ownMessages, activity] = await Promise.all([
    db
      .select({
        id: users.id,
        email: users.email,
        name: users.name,
        phone: users.phone,
        role: users.role,
        credits: users.credits,
        avatarUrl: users.avatarUrl,
        privacyVersion: users.privacyVersion,
        privacyAcceptedAt: users.privacyAcceptedAt,
        createdAt: users.createdAt,
      })
      .from(users)
      .where(eq(users.id, user.id)),
    db.select().from(bookings).where(eq(bookings.userId, user.id)).orderBy(asc(bookings.id)),
    db.select().from(payments).where(eq(payments.userId, user.id)).orderBy(asc(payments.id)),
    db.select().from(reviews).where(eq(reviews.userId, user.id)).orderBy(asc(reviews.id)),
    db.select().from(waitlist).where(eq(waitlist.userId, user.id)).orderBy(asc(waitlist.id)),
    db.select().from(messages).where(eq(messages.email, user.email)).orderBy(asc(messages.id)),
    db.select().from(auditLog).where(eq(auditLog.actor, `user:${user.id}`)).orderBy(asc(auditLog.id)),
  ]);
  return {
    exportedAt: new Date().toISOString(),
    account: account[0],
    bookings: ownBookings,
    payments: ownPayments,
    reviews: ownReviews,
    waitlist: waiting,
    messages: ownMessages,
    activity,
  };
}

/**
 * Erases a member. Reviews, waitlist and messages go with the account. Bookings and payments stay for the books (see the
 * privacy page) without the note, the key or the link to the person.
 */
export async function eraseAccount(user: SessionUser): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(bookings).set({ userId: null, note: null }).where(eq(bookings.userId, user.id));
    await tx.update(payments).set({ userId: null, idempotencyKey: "erased" }).where(eq(payments.userId, user.id));
    await tx.delete(reviews).where(eq(reviews.userId, user.id));
    await tx.delete(waitlist).where(eq(waitlist.userId, user.id));
    await tx.delete(messages).where(eq(messages.email, user.email));
    await tx.delete(users).where(eq(users.id, user.id));
    await audit({ actor: user.id, action: "account.erased", object: `user:${user.id}` }, tx);
  });
  await removeAvatar(user.avatarUrl);
}
