import { and, asc, desc, eq, ilike, type SQL } from "drizzle-orm";
import {
  favorites,
  orderItems,
  orders,
  products,
  reviews,
  users,
  type Favorite,
  type InsertFavorite,
  type InsertOrder,
  type InsertProduct,
  type InsertReview,
  type InsertUser,
  type Order,
  type OrderWithItems,
  type Product,
  type Review,
  type ReviewWithAuthor,
  type User,
} from "@shared/schema";
import { db } from "./db";

export interface NewOrderItem {
  productId: number;
  quantity: number;
  unitPrice: string;
}

export interface IStorage {
  // Users
  getUser(id: number): Promise<User | undefined>;
  getUserByEmail(email: string): Promise<User | undefined>;
  getUsers(): Promise<User[]>;
  createUser(user: InsertUser): Promise<User>;
  updateUser(id: number, data: Partial<User>): Promise<User | undefined>;

  // Products
  getProducts(category?: string, search?: string): Promise<Product[]>;
  getProduct(id: number): Promise<Product | undefined>;
  createProduct(product: InsertProduct): Promise<Product>;
  updateProduct(id: number, data: Partial<InsertProduct>): Promise<Product | undefined>;
  updateProductStock(id: number, stock: number): Promise<void>;

  // Orders
  getOrders(userId: number): Promise<Order[]>;
  getAllOrders(): Promise<Order[]>;
  getOrder(id: number): Promise<OrderWithItems | undefined>;
  createOrder(order: InsertOrder, items: NewOrderItem[]): Promise<Order>;
  updateOrder(id: number, data: Partial<Order>): Promise<Order | undefined>;
  deleteOrder(id: number): Promise<void>;

  // Reviews
  getReviews(productId: number): Promise<ReviewWithAuthor[]>;
  getAverageRating(productId: number): Promise<number | null>;
  createReview(review: InsertReview): Promise<Review>;

  // Favorites
  getFavorites(userId: number): Promise<(Favorite & { product: Product })[]>;
  getFavorite(userId: number, productId: number): Promise<Favorite | undefined>;
  addFavorite(favorite: InsertFavorite): Promise<Favorite>;
  removeFavorite(userId: number, productId: number): Promise<void>;
}

export class DatabaseStorage implements IStorage {
  async getUser(id: number): Promise<User | undefined> {
    const [user] = await db.select().from(users).where(eq(users.id, id));
    return user;
  }

  async getUserByEmail(email: string): Promise<User | undefined> {
    const [user] = await db.select().from(users).where(eq(users.email, email));
    return user;
  }

  async getUsers(): Promise<User[]> {
    return db.select().from(users).orderBy(asc(users.id));
  }

  async createUser(user: InsertUser): Promise<User> {
    const [created] = await db.insert(users).values(user).returning();
    return created;
  }

  async updateUser(id: number, data: Partial<User>): Promise<User | undefined> {
    const [updated] = await db.update(users).set(data).where(eq(users.id, id)).returning();
    return updated;
  }

  async getProducts(category?: string, search?: string): Promise<Product[]> {
    const filters: SQL[] = [];
    if (category) filters.push(eq(products.category, category));
    if (search) filters.push(ilike(products.name, `%${search}%`));
    return db
      .select()
      .from(products)
      .where(and(...filters))
      .orderBy(asc(products.name));
  }

  async getProduct(id: number): Promise<Product | undefined> {
    const [product] = await db.select().from(products).where(eq(products.id, id));
    return product;
  }

  async createProduct(product: InsertProduct): Promise<Product> {
    const [created] = await db.insert(products).values(product).returning();
    return created;
  }

  async updateProduct(id: number, data: Partial<InsertProduct>): Promise<Product | undefined> {
    const [updated] = await db.update(products).set(data).where(eq(products.id, id)).returning();
    return updated;
  }

  async updateProductStock(id: number, stock: number): Promise<void> {
    await db.update(products).set({ stock }).where(eq(products.id, id));
  }

  async getOrders(userId: number): Promise<Order[]> {
    return db.select().from(orders).where(eq(orders.userId, userId)).orderBy(desc(orders.createdAt));
  }

  async getAllOrders(): Promise<Order[]> {
    return db.select().from(orders).orderBy(desc(orders.createdAt));
  }

  async getOrder(id: number): Promise<OrderWithItems | undefined> {
    return db.query.orders.findFirst({
      where: eq(orders.id, id),
      with: { items: { with: { product: true } } },
    });
  }

  async createOrder(order: InsertOrder, items: NewOrderItem[]): Promise<Order> {
    const [created] = await db.insert(orders).values(order).returning();
    await db.insert(orderItems).values(items.map((item) => ({ ...item, orderId: created.id })));
    return created;
  }

  async updateOrder(id: number, data: Partial<Order>): Promise<Order | undefined> {
    const [updated] = await db.update(orders).set(data).where(eq(orders.id, id)).returning();
    return updated;
  }

  async deleteOrder(id: number): Promise<void> {
    await db.delete(orders).where(eq(orders.id, id));
  }

  async getReviews(productId: number): Promise<ReviewWithAuthor[]> {
    const rows = await db
      .select({ review: reviews, authorName: users.name })
      .from(reviews)
      .innerJoin(users, eq(reviews.userId, users.id))
      .where(eq(reviews.productId, productId))
      .orderBy(desc(reviews.createdAt));
    return rows.map((row) => ({ ...row.review, authorName: row.authorName }));
  }

  async getAverageRating(productId: number): Promise<number | null> {
    const rows = await db
      .select({ rating: reviews.rating })
      .from(reviews)
      .where(eq(reviews.productId, productId));
    return rows.length === 0 ? null : rows.reduce((sum, row) => sum + row.rating, 0) / rows.length;
  }

  async createReview(review: InsertReview): Promise<Review> {
    const [created] = await db.insert(reviews).values(review).returning();
    return created;
  }

  async getFavorites(userId: number): Promise<(Favorite & { product: Product })[]> {
    const rows = await db
      .select({ favorite: favorites, product: products })
      .from(favorites)
      .innerJoin(products, eq(favorites.productId, products.id))
      .where(eq(favorites.userId, userId));
    return rows.map((row) => ({ ...row.favorite, product: row.product }));
  }

  async getFavorite(userId: number, productId: number): Promise<Favorite | undefined> {
    const [favorite] = await db
      .select()
      .from(favorites)
      .where(and(eq(favorites.userId, userId), eq(favorites.productId, productId)));
    return favorite;
  }

  async addFavorite(favorite: InsertFavorite): Promise<Favorite> {
    const [created] = await db.insert(favorites).values(favorite).returning();
    return created;
  }

  async removeFavorite(userId: number, productId: number): Promise<void> {
    await db
      .delete(favorites)
      .where(and(eq(favorites.userId, userId), eq(favorites.productId, productId)));
  }
}

export const storage = new DatabaseStorage();
