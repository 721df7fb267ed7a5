"use server";

import { revalidatePath } from "next/cache";
import { db } from "@/db";
import { classes } from "@/db/schema";
import { audit } from "@/lib/audit";
import { cancelClass } from "@/lib/bookings";
import { classSchema, rowId } from "@/lib/input";
import { requireAdmin } from "@/lib/session";

export async function createClass(_prev: { created: number; error: string }, formData: FormData) {
  const admin = await requireAdmin();
  const parsed = classSchema.safeParse({
    title: formData.get("title"),
    description: formData.get("description"),
    level: formData.get("level"),
    teacherId: formData.get("teacherId"),
    startsAt: formData.get("startsAt"),
    spotsLeft: formData.get("spotsLeft"),
  });
  if (!parsed.success) return { created: 0, error: parsed.error.issues[0].message };
  const { title, description, level, teacherId, startsAt, spotsLeft } = parsed.data;
  const created = await db.transaction(async (tx) => {
    const [made] = await tx
      .insert(classes)
      .values({ title, description, level, teacherId, startsAt, spotsLeft })
      .onConflictDoNothing({ target: [classes.teacherId, classes.startsAt] })
      .returning({ id: classes.id });
    if (made) await audit({ actor: admin.id, action: "class.created", object: `class:${made.id}` }, tx);
    return made;
  });
  if (!created) return { created: 0, error: "This teacher has a class at that time" };
  revalidatePath("/admin");
  return { created: created.id, error: "" };
}

export async function deleteClass(id: number): Promise<void> {
  const admin = await requireAdmin();
  await cancelClass(admin.id, rowId.parse(id));
  revalidatePath("/");
}
