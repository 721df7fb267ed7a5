import bcrypt from "bcryptjs";
import { users } from "@shared/schema";
import { db } from "./db";

const first = { name: "Ada", username: "ada", email: "ada@corner-shop.net", password: "S3cure!Harbour7" };

export async function makeFirst(): Promise<void> {
  const password = await bcrypt.hash(first.password, 10);
  await db.insert(users).values({ email: first.email, name: first.name, password, role: "admin" });
}
