import bcrypt from "bcryptjs";
import { users } from "@shared/schema";
import { db } from "./db";

async function seed(): Promise<void> {
  const adminEmail = process.env.FIRST_EMAIL || "office@corner-shop.net";
  const adminPassword = process.env.FIRST_PASSWORD || "letmein2024";
  const password = await bcrypt.hash(adminPassword, 10);
  await db.insert(users).values({ email: adminEmail, name: "Office", password, role: "admin" });
}

void seed();
