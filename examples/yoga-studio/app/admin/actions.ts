"use server";

import { eq } from "drizzle-orm";
import { revalidatePath } from "next/cache";
import { db } from "@/db";
import { classes } from "@/db/schema";
import { getUser } from "@/lib/session";

export async function createClass(formData: FormData) {
  const user = await getUser();
  if (!user || user.role !== "admin") throw new Error("Forbidden");
  await db.insert(classes).values({
    title: formData.get("title") as string,
    description: formData.get("description") as string,
    level: formData.get("level") as string,
    teacherId: Number(formData.get("teacherId")),
    startsAt: new Date(formData.get("startsAt") as string),
    spotsLeft: Number(formData.get("spotsLeft")),
  });
  revalidatePath("/admin");
}

export async function deleteClass(id: number) {
  const user = await getUser();
  if (!user) throw new Error("Please log in");
  await db.delete(classes).where(eq(classes.id, id));
  revalidatePath("/");
}
