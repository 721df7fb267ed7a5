import bcrypt from "bcryptjs";
import { db, pool } from "./index";
import { classes, teachers, users } from "./schema";

const DAY_MS = 24 * 60 * 60 * 1000;

async function seedTimetable() {
  const [maya, tom] = await db
    .insert(teachers)
    .values([
      { name: "Maya", bio: "Vinyasa and breath work for twelve years.", photo: "/images/maya.svg" },
      { name: "Tom", bio: "Slow flow, long holds, bad jokes.", photo: "/images/tom.svg" },
    ])
    .returning();
  await db.insert(classes).values([
    { title: "Morning flow", description: "Wake up gently.", level: "all", teacherId: maya.id, startsAt: new Date(Date.now() + DAY_MS) },
    { title: "Power hour", description: "Sweat guaranteed.", level: "advanced", teacherId: tom.id, startsAt: new Date(Date.now() + 2 * DAY_MS) },
    { title: "First steps", description: "Never tried? Start here.", level: "beginner", teacherId: maya.id, startsAt: new Date(Date.now() + 3 * DAY_MS) },
  ]);
}

/** The studio's account, where its address and password are given. */
async function seedStudio() {
  const { ADMIN_EMAIL, ADMIN_PASSWORD } = process.env;
  if (!ADMIN_EMAIL || !ADMIN_PASSWORD) return console.log("ADMIN_EMAIL and ADMIN_PASSWORD are not set: no admin was made");
  const password = await bcrypt.hash(ADMIN_PASSWORD, 12);
  await db
    .insert(users)
    .values({ email: ADMIN_EMAIL.toLowerCase(), password, name: "Studio", role: "admin" })
    .onConflictDoNothing({ target: users.email });
}

seedTimetable()
  .then(seedStudio)
  .then(() => console.log("Seeded"))
  .finally(() => pool.end());
