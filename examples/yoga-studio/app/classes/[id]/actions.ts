"use server";

import { and, eq } from "drizzle-orm";
import { db } from "@/db";
import { waitlist } from "@/db/schema";
import { getUser } from "@/lib/session";

export async function joinWaitlist(classId: number) {
  const user = await getUser();
  if (!user) throw new Error("Please log in");
  const [existing] = await db
    .select()
    .from(waitlist)
    .where(and(eq(waitlist.userId, user.id), eq(waitlist.classId, classId)));
  if (existing) return { joined: true };
  await db.insert(waitlist).values({ userId: user.id, classId });
  return { joined: true };
}
