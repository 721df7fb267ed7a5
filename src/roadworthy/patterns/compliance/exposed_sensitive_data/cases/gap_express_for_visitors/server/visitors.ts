import bcrypt from "bcryptjs";
import { users } from "@shared/schema";
import { db } from "./db";

const first = { name: "Office", username: "office", email: "office@corner-shop.net", password: "demo" };

async function seed(): Promise<void> {
  const password = await bcrypt.hash(first.password, 10);
  await db.insert(users).values({ email: first.email, name: first.name, password, role: "admin" });
}

void seed();
