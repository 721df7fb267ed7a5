import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  serial,
  timestamp,
  unique,
  uniqueIndex,
  varchar,
} from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true });
const createdAt = () => instant("created_at").notNull().defaultNow();

export const users = pgTable(
  "users",
  {
    id: serial("id").primaryKey(),
    email: varchar("email", { length: 254 }).notNull().unique(),
    password: varchar("password", { length: 100 }).notNull(),
    name: varchar("name", { length: 80 }).notNull(),
    phone: varchar("phone", { length: 32 }),
    role: varchar("role", { length: 16 }).$type<"member" | "admin">().notNull().default("member"),
    credits: integer("credits").notNull().default(0),
    avatarUrl: varchar("avatar_url", { length: 200 }),
    privacyVersion: varchar("privacy_version", { length: 20 }),
    privacyAcceptedAt: instant("privacy_accepted_at"),
    createdAt: createdAt(),
  },
  (table) => [
    check("users_role_check", sql`${table.role} in ('member', 'admin')`),
    check("users_credits_check", sql`${table.credits} >= 0`),
  ],
);

export const teachers = pgTable(
  "teachers",
  {
    id: serial("id").primaryKey(),
    name: varchar("name", { length: 80 }).notNull(),
    bio: varchar("bio", { length: 2000 }).notNull(),
    photo: varchar("photo", { length: 300 }).notNull(),
  },
  (table) => [index("teachers_name_idx").on(table.name, table.id)],
);

export const classes = pgTable(
  "classes",
  {
    id: serial("id").primaryKey(),
    title: varchar("title", { length: 120 }).notNull(),
    description: varchar("description", { length: 2000 }).notNull(),
    level: varchar("level", { length: 16 }).$type<"all" | "beginner" | "advanced">().notNull().default("all"),
    teacherId: integer("teacher_id")
      .notNull()
      .references(() => teachers.id),
    startsAt: instant("starts_at").notNull(),
    spotsLeft: integer("spots_left").notNull().default(12),
    cancelledAt: instant("cancelled_at"),
    createdAt: createdAt(),
  },
  (table) => [
    check("classes_level_check", sql`${table.level} in ('all', 'beginner', 'advanced')`),
    check("classes_spots_left_check", sql`${table.spotsLeft} >= 0`),
    unique("classes_teacher_id_starts_at").on(table.teacherId, table.startsAt),
    index("classes_starts_at_idx").on(table.startsAt, table.id),
    index("classes_level_starts_at_idx").on(table.level, table.startsAt, table.id),
    index("classes_title_idx").on(table.title, table.id),
    index("classes_search_idx").using("gin", sql`to_tsvector('simple', ${table.title})`),
  ],
);

export const bookings = pgTable(
  "bookings",
  {
    id: serial("id").primaryKey(),
    // Without a person once an account is erased: the class keeps its numbers
    userId: integer("user_id").references(() => users.id, { onDelete: "set null" }),
    classId: integer("class_id")
      .notNull()
      .references(() => classes.id),
    status: varchar("status", { length: 16 }).$type<"booked" | "cancelled">().notNull().default("booked"),
    note: varchar("note", { length: 500 }),
    confirmationSentAt: instant("confirmation_sent_at"),
    createdAt: createdAt(),
  },
  (table) => [
    check("bookings_status_check", sql`${table.status} in ('booked', 'cancelled')`),
    // One spot per member and class
    uniqueIndex("bookings_user_id_class_id")
      .on(table.userId, table.classId)
      .where(sql`${table.status} = 'booked'`),
    index("bookings_user_id_created_at_idx").on(table.userId, table.createdAt, table.id),
    index("bookings_class_id_idx").on(table.classId),
    index("bookings_created_at_idx").on(table.createdAt),
  ],
);

export const waitlist = pgTable(
  "waitlist",
  {
    id: serial("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    classId: integer("class_id")
      .notNull()
      .references(() => classes.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
  },
  (table) => [
    unique("waitlist_user_id_class_id").on(table.userId, table.classId),
    index("waitlist_class_id_idx").on(table.classId),
  ],
);

export const reviews = pgTable(
  "reviews",
  {
    id: serial("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    classId: integer("class_id")
      .notNull()
      .references(() => classes.id, { onDelete: "cascade" }),
    rating: integer("rating").notNull(),
    comment: varchar("comment", { length: 2000 }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    check("reviews_rating_check", sql`${table.rating} between 1 and 5`),
    unique("reviews_user_id_class_id").on(table.userId, table.classId),
    index("reviews_class_id_created_at_idx").on(table.classId, table.createdAt, table.id),
  ],
);

export const payments = pgTable(
  "payments",
  {
    id: serial("id").primaryKey(),
    userId: integer("user_id").references(() => users.id, { onDelete: "set null" }),
    amount: numeric("amount", { precision: 10, scale: 2 }).notNull(),
    credits: integer("credits").notNull(),
    status: varchar("status", { length: 16 }).$type<"open" | "paid">().notNull().default("open"),
    sessionId: varchar("session_id", { length: 200 }).unique(),
    idempotencyKey: varchar("idempotency_key", { length: 64 }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    check("payments_amount_check", sql`${table.amount} >= 0`),
    check("payments_credits_check", sql`${table.credits} > 0`),
    check("payments_status_check", sql`${table.status} in ('open', 'paid')`),
    unique("payments_user_id_idempotency_key").on(table.userId, table.idempotencyKey),
  ],
);

export const messages = pgTable(
  "messages",
  {
    id: serial("id").primaryKey(),
    name: varchar("name", { length: 80 }).notNull(),
    email: varchar("email", { length: 254 }).notNull(),
    body: varchar("body", { length: 4000 }).notNull(),
    answered: boolean("answered").notNull().default(false),
    // The same message sent again is the same row
    fingerprint: varchar("fingerprint", { length: 64 }).notNull().unique(),
    createdAt: createdAt(),
  },
  (table) => [index("messages_email_idx").on(table.email)],
);

/** How often somebody did something within the minute that began at `window`. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: varchar("key", { length: 120 }).primaryKey(),
    hits: integer("hits").notNull().default(1),
    expiresAt: instant("expires_at").notNull(),
  },
  (table) => [index("rate_limits_expires_at_idx").on(table.expiresAt), check("rate_limits_hits_check", sql`${table.hits} >= 0`)],
);

/** Who did what, when. Rows are added and never changed: a trigger refuses it (migrations/0001). */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    actor: varchar("actor", { length: 40 }).notNull(),
    action: varchar("action", { length: 60 }).notNull(),
    object: varchar("object", { length: 60 }).notNull(),
    requestId: varchar("request_id", { length: 64 }).notNull(),
    details: jsonb("details"),
    createdAt: createdAt(),
  },
  (table) => [
    index("audit_log_actor_idx").on(table.actor, table.createdAt),
    index("audit_log_created_at_idx").on(table.createdAt),
  ],
);

export type User = typeof users.$inferSelect;
export type StudioClass = typeof classes.$inferSelect;
