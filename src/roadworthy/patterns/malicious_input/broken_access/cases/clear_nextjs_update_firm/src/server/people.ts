import bcrypt from "bcryptjs";
import { eq } from "drizzle-orm";
import { db } from "@/server/db";
import { users } from "@/server/schema";

export async function signInWith(email: string, password: string) {
  const [user] = await db.select().from(users).where(eq(users.email, email)).limit(1);
  if (!user || !(await bcrypt.compare(password, user.passwordHash))) return null;
  return { id: user.id, name: user.name, role: user.role };
}

export async function roleOf(id: string) {
  const [user] = await db.select({ role: users.role }).from(users).where(eq(users.id, id)).limit(1);
  return user?.role ?? "user";
}
