import bcrypt from "bcryptjs";
import { eq } from "drizzle-orm";
import type { InsertProduct } from "@shared/input";
import { products, users } from "@shared/schema";
import { db, pool } from "./db";

const catalogue: InsertProduct[] = [
  { name: "Sourdough loaf", description: "Slow-fermented white sourdough, baked every morning at six.", category: "Bakery", price: "4.20", stock: 18, imageUrl: "/images/sourdough.svg" },
  { name: "Cinnamon buns", description: "A box of four soft buns with cinnamon sugar.", category: "Bakery", price: "5.50", stock: 12, imageUrl: "/images/buns.svg" },
  { name: "Oat milk", description: "Barista oat milk, one litre.", category: "Dairy", price: "2.10", stock: 40, imageUrl: "/images/oat-milk.svg" },
  { name: "Free-range eggs", description: "Six large eggs from a farm twelve miles away.", category: "Dairy", price: "2.75", stock: 30, imageUrl: "/images/eggs.svg" },
  { name: "Mature cheddar", description: "Eighteen-month cheddar, 250 g.", category: "Dairy", price: "3.95", stock: 22, imageUrl: "/images/cheddar.svg" },
  { name: "Strawberry jam", description: "Small-batch jam with whole strawberries.", category: "Pantry", price: "3.40", stock: 25, imageUrl: "/images/jam.svg" },
  { name: "Olive oil", description: "Cold-pressed extra virgin olive oil, 500 ml.", category: "Pantry", price: "8.90", stock: 15, imageUrl: "/images/olive-oil.svg" },
  { name: "Dark chocolate", description: "70% cocoa bar with sea salt.", category: "Pantry", price: "2.60", stock: 50, imageUrl: "/images/chocolate.svg" },
  { name: "Ground coffee", description: "Medium roast for filter and cafetiere, 250 g.", category: "Drinks", price: "6.80", stock: 20, imageUrl: "/images/coffee.svg" },
  { name: "Breakfast tea", description: "Eighty strong tea bags.", category: "Drinks", price: "3.15", stock: 35, imageUrl: "/images/tea.svg" },
  { name: "Vine tomatoes", description: "Sweet tomatoes on the vine, 500 g.", category: "Produce", price: "2.30", stock: 28, imageUrl: "/images/tomatoes.svg" },
  { name: "Bananas", description: "A bunch of five fair-trade bananas.", category: "Produce", price: "1.20", stock: 60, imageUrl: "/images/bananas.svg" },
];

async function seed() {
  const existing = await db.select({ id: products.id }).from(products).limit(1);
  if (existing.length === 0) {
    await db.insert(products).values(catalogue);
    console.log(`Added ${catalogue.length} products`);
  }

  const { ADMIN_EMAIL, ADMIN_PASSWORD } = process.env;
  if (ADMIN_EMAIL && ADMIN_PASSWORD) {
    const [admin] = await db.select().from(users).where(eq(users.email, ADMIN_EMAIL.toLowerCase()));
    if (!admin) {
      await db.insert(users).values({
        email: ADMIN_EMAIL.toLowerCase(),
        password: await bcrypt.hash(ADMIN_PASSWORD, 10),
        name: "Shop admin",
        role: "admin",
      });
      console.log(`Added the admin ${ADMIN_EMAIL}`);
    }
  }
}

seed()
  .catch((error) => {
    console.error("Seeding failed:", error);
    process.exitCode = 1;
  })
  .finally(() => pool.end());
