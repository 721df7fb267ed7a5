import { sql } from "drizzle-orm";
import { check, index, integer, json, numeric, pgTable, serial, text, timestamp, unique, varchar } from "drizzle-orm/pg-core";

const createdAt = () => timestamp("created_at", { withTimezone: true }).notNull().defaultNow();

export const users = pgTable(
  "users",
  {
    id: serial("id").primaryKey(),
    email: varchar("email", { length: 254 }).notNull().unique(),
    password: varchar("password", { length: 100 }).notNull(),
    name: varchar("name", { length: 80 }).notNull(),
    role: varchar("role", { length: 16 }).$type<"customer" | "admin">().notNull().default("customer"),
    createdAt: createdAt(),
  },
  (table) => [check("users_role_check", sql`${table.role} in ('customer', 'admin')`)],
);

// Used by connect-pg-simple
export const sessions = pgTable(
  "sessions",
  {
    sid: varchar("sid").primaryKey(),
    sess: json("sess").notNull(),
    expire: timestamp("expire", { withTimezone: true }).notNull(),
  },
  (table) => [
    index("sessions_expire_idx").on(table.expire),
    index("sessions_user_idx").on(sql`(${table.sess} -> 'passport' ->> 'user')`),
  ],
);

export const notes = pgTable(
  "notes",
  {
    id: serial("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    title: varchar("title", { length: 120 }).notNull(),
    body: varchar("body", { length: 2000 }).notNull().default(""),
    idempotencyKey: varchar("idempotency_key", { length: 100 }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("notes_user_id_idempotency_key").on(table.userId, table.idempotencyKey),
    index("notes_user_id_idx").on(table.userId, table.id),
  ],
);

export const products = pgTable(
  "products",
  {
    id: serial("id").primaryKey(),
    name: varchar("name", { length: 120 }).notNull().unique(),
    price: numeric("price", { precision: 10, scale: 2 }).notNull(),
    stock: integer("stock").notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    check("products_price_check", sql`${table.price} >= 0`),
    check("products_stock_check", sql`${table.stock} >= 0`),
  ],
);

export const orders = pgTable(
  "orders",
  {
    id: serial("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id),
    productId: integer("product_id")
      .notNull()
      .references(() => products.id),
    quantity: integer("quantity").notNull(),
    total: numeric("total", { precision: 12, scale: 2 }).notNull(),
    idempotencyKey: varchar("idempotency_key", { length: 100 }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    check("orders_quantity_check", sql`${table.quantity} > 0`),
    check("orders_total_check", sql`${table.total} >= 0`),
    unique("orders_user_id_idempotency_key").on(table.userId, table.idempotencyKey),
    index("orders_user_id_idx").on(table.userId, table.id),
    index("orders_product_id_idx").on(table.productId),
  ],
);

export type User = typeof users.$inferSelect;
export type PublicUser = Pick<User, "id" | "email" | "name" | "role">;
export type Note = Omit<typeof notes.$inferSelect, "idempotencyKey">;
export type Product = typeof products.$inferSelect;
export type Order = Omit<typeof orders.$inferSelect, "idempotencyKey">;

export const assistants = pgTable("assistants", {
  id: serial("id").primaryKey(),
  apiKey: text("api_key").notNull(),
});
