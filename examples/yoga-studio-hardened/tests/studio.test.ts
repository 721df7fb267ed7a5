import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { eq } from "drizzle-orm";
import { db, pool } from "../db";
import { bookings, classes, teachers, users } from "../db/schema";
import { book, cancel, cancelClass } from "../lib/bookings";
import { eraseAccount } from "../lib/account";
import { classQuery, ownPath, profileSchema, reviewSchema } from "../lib/input";
import type { SessionUser } from "../lib/session";
import { findClasses } from "../lib/timetable";

// Runs against the database in DATABASE_URL, which must be migrated and may keep the rows made here.

let teacherId = 0;

async function addMember(credits: number): Promise<SessionUser> {
  const [user] = await db
    .insert(users)
    .values({ email: `${randomUUID()}@example.com`, password: "-", name: "Test", credits })
    .returning();
  return user;
}

async function addClass(spotsLeft: number): Promise<number> {
  const startsAt = new Date(Date.now() + Math.floor(Math.random() * 1e12));
  const [made] = await db
    .insert(classes)
    .values({ title: "Test flow", description: "For tests", teacherId, startsAt, spotsLeft })
    .returning();
  return made.id;
}

async function spotsOf(id: number): Promise<number> {
  const [row] = await db.select().from(classes).where(eq(classes.id, id));
  return row.spotsLeft;
}

async function creditsOf(id: number): Promise<number> {
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return row.credits;
}

before(async () => {
  const [teacher] = await db.insert(teachers).values({ name: "Test", bio: "-", photo: "/images/tom.svg" }).returning();
  teacherId = teacher.id;
});

after(() => pool.end());

test("twelve members at once get no more spots than there are", async () => {
  const id = await addClass(3);
  const members = await Promise.all(Array.from({ length: 12 }, () => addMember(1)));
  const answers = await Promise.allSettled(members.map((member) => book(member, id, undefined)));
  assert.equal(answers.filter((answer) => answer.status === "fulfilled").length, 3);
  assert.equal(await spotsOf(id), 0);
});

test("the same booking sent twice takes one spot and one credit", async () => {
  const [id, member] = await Promise.all([addClass(5), addMember(5)]);
  const [first, second] = await Promise.all([book(member, id, undefined), book(member, id, undefined)]);
  assert.equal(first.id, second.id);
  assert.equal(await spotsOf(id), 4);
  assert.equal(await creditsOf(member.id), 4);
});

test("cancelling eight times at once gives back once, and only to the member", async () => {
  const [id, member, other] = await Promise.all([addClass(5), addMember(1), addMember(0)]);
  const booking = await book(member, id, undefined);
  assert.equal(await cancel(other.id, booking.id), false);
  const answers = await Promise.all(Array.from({ length: 8 }, () => cancel(member.id, booking.id)));
  assert.equal(answers.filter(Boolean).length, 1);
  assert.equal(await spotsOf(id), 5);
  assert.equal(await creditsOf(member.id), 1);
});

test("a class that is taken off stays in the table and gives the credits back", async () => {
  const [id, member] = await Promise.all([addClass(5), addMember(1)]);
  await book(member, id, undefined);
  assert.equal(await cancelClass(member.id, id), true);
  assert.equal(await cancelClass(member.id, id), false);
  assert.equal(await creditsOf(member.id), 1);
});

test("the timetable shows a page", async () => {
  await addClass(5);
  const rows = await findClasses(classQuery.parse({ q: "test flow", sort: "title" }));
  assert.ok(rows.length >= 1 && rows.length <= 24);
});

test("erasing an account leaves the booking and no trace of the person", async () => {
  const [id, member] = await Promise.all([addClass(5), addMember(1)]);
  const booking = await book(member, id, "my knee");
  await eraseAccount(member);
  const [kept] = await db.select().from(bookings).where(eq(bookings.id, booking.id));
  assert.equal(kept.userId, null);
  assert.equal(kept.note, null);
  assert.equal((await db.select().from(users).where(eq(users.id, member.id))).length, 0);
});

test("input out of range is refused", () => {
  assert.equal(reviewSchema.safeParse({ rating: 6, comment: "x" }).success, false);
  assert.equal(profileSchema.safeParse({ name: "a\u0000b", phone: "" }).success, false);
  assert.equal(profileSchema.safeParse({ name: "Ann", phone: "", role: "admin" }).success, false);
  assert.equal(classQuery.safeParse({ sort: "(select pg_sleep(9))" }).success, false);
  assert.equal(ownPath("//evil.example"), "/bookings");
  assert.equal(ownPath("/profile"), "/profile");
});
