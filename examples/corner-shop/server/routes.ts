import express, { type Express } from "express";
import { createServer, type Server } from "http";
import fs from "fs";
import multer from "multer";
import path from "path";
import { insertFavoriteSchema, insertProductSchema } from "@shared/schema";
import { requireAdmin, requireAuth, setupAuth, toPublicUser } from "./auth";
import { sendOrderConfirmation } from "./mail";
import { createPaymentIntent } from "./payments";
import { getPopularProducts } from "./popular";
import { storage, type NewOrderItem } from "./storage";

const uploadDir = path.resolve(process.cwd(), "uploads");
const upload = multer({ storage: multer.memoryStorage() });

export async function registerRoutes(app: Express): Promise<Server> {
  setupAuth(app);

  if (!fs.existsSync(uploadDir)) {
    fs.mkdirSync(uploadDir, { recursive: true });
  }
  app.use("/uploads", express.static(uploadDir));

  // ---------- Products ----------

  app.get("/api/products", async (req, res) => {
    try {
      const category = typeof req.query.category === "string" ? req.query.category : undefined;
      const search = typeof req.query.search === "string" ? req.query.search : undefined;
      const products = await storage.getProducts(category, search);
      res.json(products);
    } catch (error) {
      console.error("Error fetching products:", error);
      res.status(500).json({ message: "Failed to fetch products" });
    }
  });

  app.get("/api/popular", async (_req, res) => {
    try {
      const popular = await getPopularProducts();
      res.json(popular);
    } catch (error) {
      console.error("Error fetching popular products:", error);
      res.status(500).json({ message: "Failed to fetch popular products" });
    }
  });

  app.get("/api/products/:id", async (req, res) => {
    try {
      const id = Number(req.params.id);
      if (!Number.isInteger(id) || id < 1 || id > 2147483647) {
        return res.status(400).json({ message: "Invalid product id" });
      }
      const product = await storage.getProduct(id);
      if (!product) {
        return res.status(404).json({ message: "Product not found" });
      }
      const averageRating = await storage.getAverageRating(product.id);
      res.json({ ...product, averageRating });
    } catch (error) {
      console.error("Error fetching product:", error);
      res.status(500).json({ message: "Failed to fetch product" });
    }
  });

  // Tells how many are left, every five seconds
  app.get("/api/products/:id/stock", async (req, res) => {
    const id = Number(req.params.id);
    if (!Number.isInteger(id) || id < 1 || id > 2147483647) {
      return res.status(400).json({ message: "Invalid product id" });
    }
    res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
    const send = async () => {
      try {
        const product = await storage.getProduct(id);
        if (product) res.write(`data: ${product.stock}\n\n`);
      } catch (error) {
        console.error("Error fetching stock:", error);
      }
    };
    await send();
    const timer = setInterval(send, 5000);
    req.on("close", () => clearInterval(timer));
  });

  // ---------- Reviews ----------

  app.get("/api/products/:id/reviews", async (req, res) => {
    try {
      const reviews = await storage.getReviews(parseInt(req.params.id));
      res.json(reviews);
    } catch (error) {
      console.error("Error fetching reviews:", error);
      res.status(500).json({ message: "Failed to fetch reviews" });
    }
  });

  app.post("/api/products/:id/reviews", requireAuth, async (req, res) => {
    try {
      const product = await storage.getProduct(parseInt(req.params.id));
      if (!product) {
        return res.status(404).json({ message: "Product not found" });
      }
      const { rating, comment } = req.body;
      const review = await storage.createReview({
        productId: product.id,
        userId: req.user!.id,
        rating,
        comment,
      });
      res.status(201).json({ ...review, authorName: req.user!.name });
    } catch (error) {
      console.error("Error creating review:", error);
      res.status(500).json({ message: "Failed to save review" });
    }
  });

  // ---------- Favorites ----------

  app.get("/api/favorites", requireAuth, async (req, res) => {
    try {
      const favorites = await storage.getFavorites(req.user!.id);
      res.json(favorites);
    } catch (error) {
      console.error("Error fetching favorites:", error);
      res.status(500).json({ message: "Failed to fetch favorites" });
    }
  });

  app.post("/api/favorites", requireAuth, async (req, res) => {
    try {
      const result = insertFavoriteSchema.safeParse({ productId: req.body.productId, userId: req.user!.id });
      if (!result.success) {
        return res.status(400).json({ message: "Invalid product" });
      }
      const product = await storage.getProduct(result.data.productId);
      if (!product) {
        return res.status(404).json({ message: "Product not found" });
      }
      const existing = await storage.getFavorite(req.user!.id, product.id);
      if (existing) {
        return res.json(existing);
      }
      const favorite = await storage.addFavorite(result.data);
      res.status(201).json(favorite);
    } catch (error) {
      console.error("Error adding favorite:", error);
      res.status(500).json({ message: "Failed to add favorite" });
    }
  });

  app.delete("/api/favorites/:productId", requireAuth, async (req, res) => {
    try {
      const productId = Number(req.params.productId);
      if (!Number.isInteger(productId) || productId < 1 || productId > 2147483647) {
        return res.status(400).json({ message: "Invalid product id" });
      }
      await storage.removeFavorite(req.user!.id, productId);
      res.status(204).end();
    } catch (error) {
      console.error("Error removing favorite:", error);
      res.status(500).json({ message: "Failed to remove favorite" });
    }
  });

  // ---------- Orders ----------

  app.get("/api/orders", requireAuth, async (req, res) => {
    try {
      const orders = await storage.getOrders(req.user!.id);
      res.json(orders);
    } catch (error) {
      console.error("Error fetching orders:", error);
      res.status(500).json({ message: "Failed to fetch orders" });
    }
  });

  app.get("/api/orders/:id", requireAuth, async (req, res) => {
    try {
      const order = await storage.getOrder(parseInt(req.params.id));
      if (!order) {
        return res.status(404).json({ message: "Order not found" });
      }
      res.json(order);
    } catch (error) {
      console.error("Error fetching order:", error);
      res.status(500).json({ message: "Failed to fetch order" });
    }
  });

  app.post("/api/orders", requireAuth, async (req, res) => {
    try {
      const { items, total, shippingAddress } = req.body;
      if (!items || items.length === 0) {
        return res.status(400).json({ message: "Your basket is empty" });
      }

      // Check that everything is in stock
      const orderItems: NewOrderItem[] = [];
      for (const item of items) {
        const product = await storage.getProduct(item.productId);
        if (!product) {
          return res.status(404).json({ message: "Product not found" });
        }
        if (product.stock < item.quantity) {
          return res.status(409).json({ message: `Only ${product.stock} of ${product.name} left` });
        }
        orderItems.push({ productId: product.id, quantity: item.quantity, unitPrice: product.price });
      }

      const order = await storage.createOrder(
        { userId: req.user!.id, status: "placed", total, shippingAddress },
        orderItems,
      );

      // Update the stock
      for (const item of orderItems) {
        const product = await storage.getProduct(item.productId);
        if (product) {
          await storage.updateProductStock(product.id, product.stock - item.quantity);
        }
      }

      await sendOrderConfirmation(req.user!.email, req.user!.name, order);

      res.status(201).json(order);
    } catch (error) {
      console.error("Error placing order:", error);
      res.status(500).json({ message: "Failed to place order" });
    }
  });

  app.delete("/api/orders/:id", requireAuth, async (req, res) => {
    try {
      const id = Number(req.params.id);
      if (!Number.isInteger(id) || id < 1 || id > 2147483647) {
        return res.status(400).json({ message: "Invalid order id" });
      }
      const order = await storage.getOrder(id);
      if (!order || order.userId !== req.user!.id) {
        return res.status(404).json({ message: "Order not found" });
      }
      await storage.deleteOrder(order.id);
      res.status(204).end();
    } catch (error) {
      console.error("Error removing order:", error);
      res.status(500).json({ message: "Failed to remove order" });
    }
  });

  app.post("/api/orders/:id/cancel", requireAuth, async (req, res) => {
    try {
      const order = await storage.getOrder(parseInt(req.params.id));
      if (!order) {
        return res.status(404).json({ message: "Order not found" });
      }
      if (order.status !== "placed") {
        return res.status(409).json({ message: "This order can no longer be cancelled" });
      }

      const updated = await storage.updateOrder(order.id, { status: "cancelled" });

      // Put the items back in stock
      for (const item of order.items) {
        const product = await storage.getProduct(item.productId);
        if (product) {
          await storage.updateProductStock(product.id, product.stock + item.quantity);
        }
      }

      res.json(updated);
    } catch (error) {
      console.error("Error cancelling order:", error);
      res.status(500).json({ message: "Failed to cancel order" });
    }
  });

  app.post("/api/orders/:id/pay", requireAuth, async (req, res) => {
    try {
      const order = await storage.getOrder(parseInt(req.params.id));
      if (!order || order.userId !== req.user!.id) {
        return res.status(404).json({ message: "Order not found" });
      }
      if (order.status !== "placed") {
        return res.status(409).json({ message: "This order can not be paid" });
      }

      const intent = await createPaymentIntent(order);
      await storage.updateOrder(order.id, { paymentIntentId: intent.id });
      res.json({ clientSecret: intent.client_secret, paymentIntentId: intent.id });
    } catch (error: any) {
      console.error("Error creating payment:", error);
      res.status(500).json({ message: "Error creating payment: " + error.message });
    }
  });

  // ---------- Profile ----------

  app.patch("/api/profile", requireAuth, async (req, res) => {
    try {
      const user = await storage.updateUser(req.user!.id, { ...req.body });
      if (!user) {
        return res.status(404).json({ message: "User not found" });
      }
      res.json(toPublicUser(user));
    } catch (error) {
      console.error("Error updating profile:", error);
      res.status(500).json({ message: "Failed to update profile" });
    }
  });

  app.post("/api/profile/picture", requireAuth, upload.single("picture"), async (req, res) => {
    try {
      if (!req.file) {
        return res.status(400).json({ message: "No file uploaded" });
      }
      const fileName = `${req.user!.id}-${Date.now()}${path.extname(req.file.originalname)}`;
      fs.writeFileSync(path.join(uploadDir, fileName), req.file.buffer);
      const user = await storage.updateUser(req.user!.id, { pictureUrl: `/uploads/${fileName}` });
      res.json(toPublicUser(user!));
    } catch (error) {
      console.error("Error uploading picture:", error);
      res.status(500).json({ message: "Failed to upload picture" });
    }
  });

  // ---------- Admin ----------

  app.get("/api/admin/orders", requireAdmin, async (_req, res) => {
    try {
      const orders = await storage.getAllOrders();
      res.json(orders);
    } catch (error) {
      console.error("Error fetching orders:", error);
      res.status(500).json({ message: "Failed to fetch orders" });
    }
  });

  app.patch("/api/admin/orders/:id/status", requireAdmin, async (req, res) => {
    try {
      const order = await storage.updateOrder(parseInt(req.params.id), { status: req.body.status });
      if (!order) {
        return res.status(404).json({ message: "Order not found" });
      }
      res.json(order);
    } catch (error) {
      console.error("Error updating order:", error);
      res.status(500).json({ message: "Failed to update order" });
    }
  });

  app.post("/api/admin/products", requireAdmin, async (req, res) => {
    try {
      const result = insertProductSchema.safeParse(req.body);
      if (!result.success) {
        return res.status(400).json({ message: result.error.issues[0].message });
      }
      const product = await storage.createProduct(result.data);
      res.status(201).json(product);
    } catch (error) {
      console.error("Error creating product:", error);
      res.status(500).json({ message: "Failed to create product" });
    }
  });

  app.patch("/api/admin/products/:id", requireAdmin, async (req, res) => {
    try {
      const id = Number(req.params.id);
      if (!Number.isInteger(id) || id < 1 || id > 2147483647) {
        return res.status(400).json({ message: "Invalid product id" });
      }
      const result = insertProductSchema.partial().safeParse(req.body);
      if (!result.success) {
        return res.status(400).json({ message: result.error.issues[0].message });
      }
      if (Object.keys(result.data).length === 0) {
        return res.status(400).json({ message: "Nothing to update" });
      }
      const product = await storage.updateProduct(id, result.data);
      if (!product) {
        return res.status(404).json({ message: "Product not found" });
      }
      res.json(product);
    } catch (error) {
      console.error("Error updating product:", error);
      res.status(500).json({ message: "Failed to update product" });
    }
  });

  app.get("/api/admin/users", requireAuth, async (_req, res) => {
    try {
      const users = await storage.getUsers();
      res.json(users.map(toPublicUser));
    } catch (error) {
      console.error("Error fetching users:", error);
      res.status(500).json({ message: "Failed to fetch users" });
    }
  });

  return createServer(app);
}
