import { count, eq, sum } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/db";
import { bookings, payments, users } from "@/db/schema";
import { handle, HttpError } from "@/lib/http";
import { getUser } from "@/lib/session";

export const GET = handle("/api/admin/stats", async () => {
  const user = await getUser();
  if (!user || user.role !== "admin") throw new HttpError(403, "Forbidden");
  const [[members], [booked], [paid]] = await Promise.all([
    db.select({ n: count() }).from(users),
    db.select({ n: count() }).from(bookings).where(eq(bookings.status, "booked")),
    db.select({ total: sum(payments.amount) }).from(payments).where(eq(payments.status, "paid")),
  ]);
  return NextResponse.json({ members: members.n, bookings: booked.n, revenue: paid.total ?? "0.00" });
});
