"use server";

import { eq } from "drizzle-orm";
import { revalidatePath } from "next/cache";
import { db } from "@/db";
import { bookings, classes, users } from "@/db/schema";
import { getUser } from "@/lib/session";

export async function cancelBooking(formData: FormData) {
  const user = await getUser();
  if (!user) throw new Error("Please log in");
  const id = Number(formData.get("id"));

  const [booking] = await db.select().from(bookings).where(eq(bookings.id, id));
  if (!booking) return;
  const [yogaClass] = await db.select().from(classes).where(eq(classes.id, booking.classId));

  await db.delete(bookings).where(eq(bookings.id, id));
  await db
    .update(classes)
    .set({ spotsLeft: yogaClass.spotsLeft + 1 })
    .where(eq(classes.id, yogaClass.id));
  await db
    .update(users)
    .set({ credits: user.credits + 1 })
    .where(eq(users.id, user.id));
  revalidatePath("/bookings");
}
