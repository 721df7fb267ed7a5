import { relations, sql } from "drizzle-orm";
import {
  bigserial,
  check,
  index,
  integer,
  json,
  jsonb,
  numeric,
  pgTable,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
  varchar,
} from "drizzle-orm/pg-core";
import type { OrderStatus, UserRole } from "./constants";

const createdAt = () => timestamp("created_at", { withTimezone: true }).notNull().defaultNow();

// Session storage table, used by connect-pg-simple
export const sessions = pgTable(
  "sessions",
  {
    sid: varchar("sid").primaryKey(),
    sess: json("sess").notNull(),
    expire: timestamp("expire", { precision: 6 }).notNull(),
  },
  (table) => [index("sessions_expire_idx").on(table.expire)],
);

export const users = pgTable(
  "users",
  {
    id: serial("id").primaryKey(),
    email: varchar("email", { length: 254 }).notNull().unique(),
    password: varchar("password", { length: 100 }).notNull(),
    name: varchar("name", { length: 80 }).notNull(),
    phone: varchar("phone", { length: 32 }),
    address: varchar("address", { length: 300 }),
    pictureUrl: varchar("picture_url", { length: 200 }),
    role: varchar("role", { length: 16 }).$type<UserRole>().notNull().default("customer"),
    // The version of the privacy notice that was agreed to at sign-up, and when
    privacyVersion: varchar("privacy_version", { length: 20 }),
    privacyAcceptedAt: timestamp("privacy_accepted_at", { withTimezone: true }),
    createdAt: createdAt(),
  },
  (table) => [check("users_role_check", sql`${table.role} in ('customer', 'admin')`)],
);

export const products = pgTable(
  "products",
  {
    id: serial("id").primaryKey(),
    name: varchar("name", { length: 120 }).notNull(),
    description: varchar("description", { length: 2000 }).notNull(),
    category: varchar("category", { length: 40 }).notNull(),
    price: numeric("price", { precision: 10, scale: 2 }).notNull(),
    stock: integer("stock").notNull().default(0),
    imageUrl: varchar("image_url", { length: 300 }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    check("products_stock_check", sql`${table.stock} >= 0`),
    check("products_price_check", sql`${table.price} >= 0`),
    index("products_name_idx").on(table.name, table.id),
    index("products_category_idx").on(table.category, table.name, table.id),
    index("products_search_idx").using("gin", sql`to_tsvector('simple', ${table.name})`),
  ],
);

export const orders = pgTable(
  "orders",
  {
    id: serial("id").primaryKey(),
    // Null once the customer has erased their account: the books keep the sale, not the person
    userId: integer("user_id").references(() => users.id, { onDelete: "set null" }),
    status: varchar("status", { length: 16 }).$type<OrderStatus>().notNull().default("placed"),
    total: numeric("total", { precision: 10, scale: 2, mode: "number" }).notNull(),
    shippingAddress: varchar("shipping_address", { length: 300 }).notNull(),
    paymentIntentId: varchar("payment_intent_id", { length: 100 }).unique(),
    idempotencyKey: varchar("idempotency_key", { length: 100 }),
    requestHash: varchar("request_hash", { length: 64 }),
    confirmationSentAt: timestamp("confirmation_sent_at", { withTimezone: true }),
    // Set when the customer cleared it from the list: the books keep the order
    hiddenAt: timestamp("hidden_at", { withTimezone: true }),
    createdAt: createdAt(),
  },
  (table) => [
    check("orders_status_check", sql`${table.status} in ('placed', 'paid', 'shipped', 'delivered', 'cancelled')`),
    check("orders_total_check", sql`${table.total} >= 0`),
    unique("orders_user_id_idempotency_key").on(table.userId, table.idempotencyKey),
    // Ascending, and read backwards for newest first: Postgres sorts nulls first there, DESC NULLS LAST would not match
    index("orders_user_id_created_at_idx").on(table.userId, table.createdAt, table.id),
    index("orders_created_at_idx").on(table.createdAt, table.id),
  ],
);

export const orderItems = pgTable(
  "order_items",
  {
    id: serial("id").primaryKey(),
    orderId: integer("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
    productId: integer("product_id")
      .notNull()
      .references(() => products.id),
    quantity: integer("quantity").notNull(),
    unitPrice: numeric("unit_price", { precision: 10, scale: 2 }).notNull(),
  },
  (table) => [
    check("order_items_quantity_check", sql`${table.quantity} > 0`),
    check("order_items_unit_price_check", sql`${table.unitPrice} >= 0`),
    unique("order_items_order_id_product_id").on(table.orderId, table.productId),
    index("order_items_product_id_idx").on(table.productId),
  ],
);

export const reviews = pgTable(
  "reviews",
  {
    id: serial("id").primaryKey(),
    productId: integer("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    rating: integer("rating").notNull(),
    comment: varchar("comment", { length: 2000 }).notNull().default(""),
    createdAt: createdAt(),
  },
  (table) => [
    check("reviews_rating_check", sql`${table.rating} between 1 and 5`),
    index("reviews_product_id_created_at_idx").on(table.productId, table.createdAt, table.id),
    index("reviews_user_id_idx").on(table.userId),
  ],
);

export const favorites = pgTable(
  "favorites",
  {
    id: serial("id").primaryKey(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    productId: integer("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("favorites_user_id_product_id").on(table.userId, table.productId),
    index("favorites_product_id_idx").on(table.productId),
  ],
);

// Who did what, to which object, when, in which request. Append-only: see migrations/0001.
// Actors are written as "user:12" so that a record outlives an erased account without naming the person.
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

export const ordersRelations = relations(orders, ({ one, many }) => ({
  user: one(users, { fields: [orders.userId], references: [users.id] }),
  items: many(orderItems),
}));

export const orderItemsRelations = relations(orderItems, ({ one }) => ({
  order: one(orders, { fields: [orderItems.orderId], references: [orders.id] }),
  product: one(products, { fields: [orderItems.productId], references: [products.id] }),
}));

export type User = typeof users.$inferSelect;
export type PublicUser = Omit<User, "password" | "privacyVersion" | "privacyAcceptedAt">;
export type Product = typeof products.$inferSelect;
export type OrderRow = typeof orders.$inferSelect;
export type Order = Omit<OrderRow, "idempotencyKey" | "requestHash" | "confirmationSentAt" | "hiddenAt">;
export type OrderItem = typeof orderItems.$inferSelect;
export type Review = typeof reviews.$inferSelect;
export type Favorite = typeof favorites.$inferSelect;

export type OrderWithItems = Order & { items: (OrderItem & { product: Product })[] };
export type PopularProduct = { id: number; name: string; sold: number };
export type ShopNumbers = { today: number; products: number; customers: number };
export type ReviewWithAuthor = Review & { authorName: string };
