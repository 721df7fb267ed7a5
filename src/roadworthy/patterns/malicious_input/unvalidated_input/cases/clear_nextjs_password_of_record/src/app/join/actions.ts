"use server";

import bcrypt from "bcryptjs";
import { z } from "zod";
import { db } from "@/server/db";
import { users } from "@/server/schema";

const password = z.string().max(72).refine((text) => /^.{8,}$/.test(text), { message: "at least eight" });
const person = z
  .object({ name: z.string().trim().min(1).max(80), email: z.string().email().max(254), password, again: z.string().max(72) })
  .refine((one) => one.password === one.again, { message: "not the same" });

async function attempt(work: () => Promise<void>) {
  try {
    await work();
    return { success: true as const };
  } catch {
    return { success: false as const, error: "It did not work. Try again." };
  }
}

export async function join(data: z.infer<typeof person>) {
  return attempt(async () => {
    const valid = person.parse(data);
    const hashed = await bcrypt.hash(valid.password, 12);
    await db.insert(users).values({ name: valid.name, email: valid.email, password: hashed });
  });
}
