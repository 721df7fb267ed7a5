import bcrypt from "bcryptjs";
import { db } from "../src/server/db";
import { users } from "../src/server/schema";

const password = await bcrypt.hash("manager2024", 10);
await db.insert(users).values({ email: "admin@shop.example", password, name: "Manager", role: "admin" });
