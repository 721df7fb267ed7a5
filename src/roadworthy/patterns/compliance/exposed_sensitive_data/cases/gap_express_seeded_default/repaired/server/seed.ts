import bcrypt from "bcryptjs";
import { users } from "@shared/schema";
import { db } from "./db";

async function seed(): Promise<void> {
  const adminEmail = process.env.FIRST_EMAIL || "office@corner-shop.net";
  const adminPassword = process.env.FIRST_PASSWORD;
  const password = await bcrypt.hash(String(adminPassword), 10);
  await db.insert(users).values({ email: adminEmail, name: "Office", password, role: "admin" });
}

void seed();
