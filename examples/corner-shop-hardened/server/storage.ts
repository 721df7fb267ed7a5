import { and, asc, avg, count, desc, eq, getTableColumns, gt, isNull, sql, sum, type SQL } from "drizzle-orm";
import type { InsertProduct, Page, ProductFilter, ProfileInput, ReviewInput, UpdateProduct } from "@shared/input";
import {
  favorites,
  orderItems,
  orders,
  products,
  reviews,
  users,
  type Favorite,
  type Order,
  type OrderWithItems,
  type PopularProduct,
  type Product,
  type Review,
  type ReviewWithAuthor,
  type ShopNumbers,
  type User,
} from "@shared/schema";
import { db } from "./db";

export type NewUser = Pick<User, "email" | "password" | "name"> &
  Partial<Pick<User, "privacyVersion" | "privacyAcceptedAt">>;

export interface IStorage {
  // Users
  getUser(id: number): Promise<User | undefined>;
  getUserByEmail(email: string): Promise<User | undefined>;
  getUsers(page: Page): Promise<User[]>;
  createUser(user: NewUser): Promise<User>;
  updateProfile(id: number, profile: ProfileInput): Promise<User | undefined>;
  updatePicture(id: number, pictureUrl: string): Promise<User | undefined>;

  // Products
  getProducts(filter: ProductFilter): Promise<Product[]>;
  getProduct(id: number): Promise<Product | undefined>;
  getPopularProducts(): Promise<PopularProduct[]>;
  createProduct(product: InsertProduct): Promise<Product>;
  updateProduct(id: number, changes: UpdateProduct): Promise<Product | undefined>;

  // Orders: reading. What changes them is in orders.ts
  getOrders(userId: number, page: Page): Promise<Order[]>;
  getAllOrders(page: Page): Promise<Order[]>;
  getOrder(id: number): Promise<OrderWithItems | undefined>;
  setPaymentIntent(orderId: number, paymentIntentId: string): Promise<Order | undefined>;
  markConfirmationSent(orderId: number): Promise<void>;
  getShopNumbers(): Promise<ShopNumbers>;

  // Reviews
  getReviews(productId: number, page: Page): Promise<ReviewWithAuthor[]>;
  getAverageRating(productId: number): Promise<number | null>;
  createReview(userId: number, productId: number, review: ReviewInput): Promise<Review>;

  // Favorites
  getFavorites(userId: number, page: Page): Promise<(Favorite & { product: Product })[]>;
  addFavorite(userId: number, productId: number): Promise<{ favorite: Favorite; added: boolean }>;
  removeFavorite(userId: number, productId: number): Promise<void>;
}

const { idempotencyKey, requestHash, confirmationSentAt, hiddenAt, ...publicOrderColumns } = getTableColumns(orders);

/** The columns of an order that may leave the server. */
export const orderColumns = publicOrderColumns;

/** Words of a search as a prefix query: "oat mi" becomes `oat:* & mi:*`. Only letters and digits pass. */
function searchQuery(search: string): string {
  const words = search.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => `${word}:*`).join(" & ");
}

function productFilters({ category, search, cursor }: ProductFilter): SQL[] {
  const filters: SQL[] = [];
  if (category) filters.push(eq(products.category, category));
  // A search without any letter or digit is an empty query, which matches nothing
  if (search) filters.push(sql`to_tsvector('simple', ${products.name}) @@ to_tsquery('simple', ${searchQuery(search)})`);
  if (cursor) {
    filters.push(
      sql`(${products.name}, ${products.id}) > (select p.name, p.id from products p where p.id = ${cursor})`,
    );
  }
  return filters;
}

const POPULAR = 4;

export class DatabaseStorage implements IStorage {
  async getUser(id: number): Promise<User | undefined> {
    const [user] = await db.select().from(users).where(eq(users.id, id));
    return user;
  }

  async getUserByEmail(email: string): Promise<User | undefined> {
    const [user] = await db.select().from(users).where(eq(users.email, email));
    return user;
  }

  async getUsers({ limit, cursor }: Page): Promise<User[]> {
    const after = cursor ? gt(users.id, cursor) : undefined;
    return db.select().from(users).where(after).orderBy(asc(users.id)).limit(limit);
  }

  async createUser(user: NewUser): Promise<User> {
    const [created] = await db.insert(users).values(user).returning();
    return created;
  }

  async updateProfile(id: number, { name, phone, address }: ProfileInput): Promise<User | undefined> {
    const [updated] = await db.update(users).set({ name, phone, address }).where(eq(users.id, id)).returning();
    return updated;
  }

  async updatePicture(id: number, pictureUrl: string): Promise<User | undefined> {
    const [updated] = await db.update(users).set({ pictureUrl }).where(eq(users.id, id)).returning();
    return updated;
  }

  async getProducts(filter: ProductFilter): Promise<Product[]> {
    return db
      .select()
      .from(products)
      .where(and(...productFilters(filter)))
      .orderBy(asc(products.name), asc(products.id))
      .limit(filter.limit);
  }

  async getProduct(id: number): Promise<Product | undefined> {
    const [product] = await db.select().from(products).where(eq(products.id, id));
    return product;
  }

  /** What was bought most in the last seven days. */
  async getPopularProducts(): Promise<PopularProduct[]> {
    const sold = sum(orderItems.quantity).mapWith(Number);
    return db
      .select({ id: products.id, name: products.name, sold })
      .from(orderItems)
      .innerJoin(orders, eq(orderItems.orderId, orders.id))
      .innerJoin(products, eq(orderItems.productId, products.id))
      .where(gt(orders.createdAt, sql`now() - interval '7 days'`))
      .groupBy(products.id, products.name)
      .orderBy(desc(sold))
      .limit(POPULAR);
  }

  async createProduct(product: InsertProduct): Promise<Product> {
    const [created] = await db.insert(products).values(product).returning();
    return created;
  }

  async updateProduct(id: number, changes: UpdateProduct): Promise<Product | undefined> {
    const [updated] = await db.update(products).set(changes).where(eq(products.id, id)).returning();
    return updated;
  }

  async getOrders(userId: number, { limit, cursor }: Page): Promise<Order[]> {
    return db
      .select(orderColumns)
      .from(orders)
      .where(and(eq(orders.userId, userId), isNull(orders.hiddenAt), cursor ? olderThan(orders, cursor) : undefined))
      .orderBy(desc(orders.createdAt), desc(orders.id))
      .limit(limit);
  }

  async getAllOrders({ limit, cursor }: Page): Promise<Order[]> {
    return db
      .select(orderColumns)
      .from(orders)
      .where(cursor ? olderThan(orders, cursor) : undefined)
      .orderBy(desc(orders.createdAt), desc(orders.id))
      .limit(limit);
  }

  async getOrder(id: number): Promise<OrderWithItems | undefined> {
    return db.query.orders.findFirst({
      where: eq(orders.id, id),
      columns: { idempotencyKey: false, requestHash: false, confirmationSentAt: false, hiddenAt: false },
      with: { items: { with: { product: true } } },
    });
  }

  async setPaymentIntent(orderId: number, paymentIntentId: string): Promise<Order | undefined> {
    const [updated] = await db
      .update(orders)
      .set({ paymentIntentId })
      .where(and(eq(orders.id, orderId), eq(orders.status, "placed")))
      .returning(orderColumns);
    return updated;
  }

  async markConfirmationSent(orderId: number): Promise<void> {
    await db.update(orders).set({ confirmationSentAt: new Date() }).where(eq(orders.id, orderId));
  }

  async getShopNumbers(): Promise<ShopNumbers> {
    const recent = gt(orders.createdAt, sql`date_trunc('day', now())`);
    const [[today], [listed], [people]] = await Promise.all([
      db.select({ rows: count() }).from(orders).where(recent),
      db.select({ rows: count() }).from(products),
      db.select({ rows: count() }).from(users),
    ]);
    return { today: today.rows, products: listed.rows, customers: people.rows };
  }

  async getReviews(productId: number, { limit, cursor }: Page): Promise<ReviewWithAuthor[]> {
    return db
      .select({ ...getTableColumns(reviews), authorName: users.name })
      .from(reviews)
      .innerJoin(users, eq(reviews.userId, users.id))
      .where(and(eq(reviews.productId, productId), cursor ? olderThan(reviews, cursor) : undefined))
      .orderBy(desc(reviews.createdAt), desc(reviews.id))
      .limit(limit);
  }

  async getAverageRating(productId: number): Promise<number | null> {
    const [row] = await db
      .select({ average: avg(reviews.rating) })
      .from(reviews)
      .where(eq(reviews.productId, productId));
    return row.average === null ? null : Number(row.average);
  }

  async createReview(userId: number, productId: number, review: ReviewInput): Promise<Review> {
    const [created] = await db
      .insert(reviews)
      .values({ userId, productId, rating: review.rating, comment: review.comment })
      .returning();
    return created;
  }

  async getFavorites(userId: number, { limit, cursor }: Page): Promise<(Favorite & { product: Product })[]> {
    return db
      .select({ ...getTableColumns(favorites), product: products })
      .from(favorites)
      .innerJoin(products, eq(favorites.productId, products.id))
      .where(and(eq(favorites.userId, userId), cursor ? gt(favorites.productId, cursor) : undefined))
      .orderBy(asc(favorites.productId))
      .limit(limit);
  }

  /** Adding a favourite twice, even at the same moment, leaves one. */
  async addFavorite(userId: number, productId: number): Promise<{ favorite: Favorite; added: boolean }> {
    const [created] = await db.insert(favorites).values({ userId, productId }).onConflictDoNothing().returning();
    if (created) return { favorite: created, added: true };
    const [favorite] = await db
      .select()
      .from(favorites)
      .where(and(eq(favorites.userId, userId), eq(favorites.productId, productId)));
    return { favorite, added: false };
  }

  async removeFavorite(userId: number, productId: number): Promise<void> {
    await db.delete(favorites).where(and(eq(favorites.userId, userId), eq(favorites.productId, productId)));
  }
}

/** Rows that come after the row `cursor` in a list with the newest first. */
function olderThan(table: typeof orders | typeof reviews, cursor: number): SQL {
  return sql`(${table.createdAt}, ${table.id}) < (select c.created_at, c.id from ${table} c where c.id = ${cursor})`;
}

export const storage = new DatabaseStorage();
