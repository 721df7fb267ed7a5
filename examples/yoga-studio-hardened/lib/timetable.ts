import "server-only";
import { and, asc, avg, count, desc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { unstable_cache } from "next/cache";
import type { z } from "zod";
import { db } from "@/db";
import { bookings, classes, reviews, teachers, users } from "@/db/schema";
import type { classQuery } from "./input";
import { PAGE_SIZE } from "./pages";

const MAX_TEACHERS = 100;

const classColumns = {
  id: classes.id,
  title: classes.title,
  description: classes.description,
  level: classes.level,
  teacherId: classes.teacherId,
  startsAt: classes.startsAt,
  spotsLeft: classes.spotsLeft,
};

/** How many have booked each of these classes. */
async function bookedOf(ids: number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ classId: bookings.classId, n: count() })
    .from(bookings)
    .where(and(inArray(bookings.classId, ids), eq(bookings.status, "booked")))
    .groupBy(bookings.classId);
  return new Map(rows.map(({ classId, n }) => [classId, n]));
}

/** A page of the timetable: classes with their teacher and how many have booked. */
export async function findClasses({ q, level, sort, page }: z.infer<typeof classQuery>) {
  const search = q ? sql`to_tsvector('simple', ${classes.title}) @@ plainto_tsquery('simple', ${q})` : undefined;
  const order = sort === "title" ? asc(classes.title) : asc(classes.startsAt);
  const rows = await db
    .select({ ...classColumns, teacher: teachers.name, photo: teachers.photo })
    .from(classes)
    .innerJoin(teachers, eq(classes.teacherId, teachers.id))
    .where(and(isNull(classes.cancelledAt), search, level ? eq(classes.level, level) : undefined))
    .orderBy(order, asc(classes.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  const booked = await bookedOf(rows.map((row) => row.id));
  return rows.map((row) => ({ ...row, booked: booked.get(row.id) ?? 0 }));
}

export async function findClass(id: number) {
  const [[row], [rated]] = await Promise.all([
    db.select(classColumns).from(classes).where(and(eq(classes.id, id), isNull(classes.cancelledAt))),
    db
      .select({ rating: avg(reviews.rating), n: count() })
      .from(reviews)
      .where(eq(reviews.classId, id)),
  ]);
  if (!row) return null;
  return { ...row, rating: rated.rating === null ? null : Number(rated.rating), reviewCount: rated.n };
}

export async function similarClasses(id: number, level: "all" | "beginner" | "advanced") {
  return db
    .select({ id: classes.id, title: classes.title })
    .from(classes)
    .where(and(eq(classes.level, level), ne(classes.id, id), isNull(classes.cancelledAt)))
    .orderBy(asc(classes.startsAt), asc(classes.id))
    .limit(3);
}

export async function spotsLeft(id: number): Promise<number | null> {
  const [row] = await db.select({ spotsLeft: classes.spotsLeft }).from(classes).where(eq(classes.id, id));
  return row?.spotsLeft ?? null;
}

export async function findReviews(classId: number, page: number) {
  return db
    .select({
      id: reviews.id,
      rating: reviews.rating,
      comment: reviews.comment,
      createdAt: reviews.createdAt,
      author: users.name,
    })
    .from(reviews)
    .innerJoin(users, eq(reviews.userId, users.id))
    .where(eq(reviews.classId, classId))
    .orderBy(desc(reviews.createdAt), desc(reviews.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
}

/** All teachers, read from the database once in five minutes. */
export const findTeachers = unstable_cache(
  async () => db.select().from(teachers).orderBy(asc(teachers.name), asc(teachers.id)).limit(MAX_TEACHERS),
  ["teachers"],
  { revalidate: 300 },
);

export async function findTeacher(id: number) {
  const [teacher] = await db.select().from(teachers).where(eq(teachers.id, id));
  return teacher ?? null;
}
