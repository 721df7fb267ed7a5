import bcrypt from "bcryptjs";
import { users } from "@shared/schema";
import { db } from "./db";

async function seed(): Promise<void> {
  const adminPassword = process.env.ADMIN_PASSWORD || "admin";
  const password = await bcrypt.hash(adminPassword, 10);
  await db.insert(users).values({ email: "office@corner-shop.net", name: "Office", password, role: "admin" });
}

void seed();
