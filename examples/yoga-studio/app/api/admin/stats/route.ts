import { NextResponse } from "next/server";
import { db } from "@/db";
import { bookings, payments, users } from "@/db/schema";
import { getUser } from "@/lib/session";

export async function GET() {
  const user = await getUser();
  if (!user || user.role !== "admin") return NextResponse.json({ error: "Forbidden" }, { status: 403 });
  const allBookings = await db.select().from(bookings);
  const allPayments = await db.select().from(payments);
  const allUsers = await db.select().from(users);
  return NextResponse.json({
    members: allUsers.length,
    bookings: allBookings.filter((b) => b.status === "booked").length,
    revenue: allPayments.reduce((sum, p) => sum + p.amount, 0),
  });
}
