import bcrypt from "bcryptjs";
import { db } from "./index";
import { classes, teachers, users } from "./schema";

async function seed() {
  const [maya, tom] = await db
    .insert(teachers)
    .values([
      { name: "Maya", bio: "Vinyasa and breath work for twelve years.", photo: "/images/maya.svg" },
      { name: "Tom", bio: "Slow flow, long holds, bad jokes.", photo: "/images/tom.svg" },
    ])
    .returning();
  const day = 24 * 60 * 60 * 1000;
  await db.insert(classes).values([
    { title: "Morning flow", description: "Wake up gently.", level: "all", teacherId: maya.id, startsAt: new Date(Date.now() + day) },
    { title: "Power hour", description: "Sweat guaranteed.", level: "advanced", teacherId: tom.id, startsAt: new Date(Date.now() + 2 * day) },
    { title: "First steps", description: "Never tried? Start here.", level: "beginner", teacherId: maya.id, startsAt: new Date(Date.now() + 3 * day) },
  ]);
  const password = await bcrypt.hash(process.env.ADMIN_PASSWORD || "changeme", 10);
  await db.insert(users).values({ email: "admin@yogastudio.example", password, name: "Studio", role: "admin" });
  console.log("Seeded");
  process.exit(0);
}

seed();
