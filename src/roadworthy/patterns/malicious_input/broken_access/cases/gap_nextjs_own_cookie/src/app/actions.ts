"use server";

import { db } from "@/server/db";
import { users } from "@/server/schema";
import { eq } from "drizzle-orm";

export async function keepInCart(form: FormData) {
  const email = String(form.get("email")).slice(0, 254);
  const name = String(form.get("name")).slice(0, 80);
  await db.update(users).set({ name }).where(eq(users.email, email));
}
