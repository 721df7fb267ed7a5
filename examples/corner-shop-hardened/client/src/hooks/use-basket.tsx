import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { MAX_QUANTITY } from "@shared/constants";
import type { Product } from "@shared/schema";
import { safeStorage } from "@/lib/browser";

export interface BasketItem {
  productId: number;
  name: string;
  price: number;
  imageUrl: string;
  quantity: number;
}

function isBasketItem(value: unknown): value is BasketItem {
  if (typeof value !== "object" || value === null) return false;
  const { productId, name, price, imageUrl, quantity } = value as Record<string, unknown>;
  return (
    Number.isInteger(productId) &&
    typeof name === "string" &&
    typeof imageUrl === "string" &&
    Number.isFinite(price) &&
    Number.isInteger(quantity) &&
    Number(quantity) >= 1 &&
    Number(quantity) <= MAX_QUANTITY
  );
}

/** The basket of the last visit. What cannot be read, or is no basket item, is left out. */
function readBasket(): BasketItem[] {
  try {
    const saved: unknown = JSON.parse(safeStorage.get("basket") ?? "[]");
    return Array.isArray(saved) ? saved.filter(isBasketItem) : [];
  } catch {
    return [];
  }
}

interface BasketContextType {
  items: BasketItem[];
  count: number;
  total: number;
  add: (product: Product) => void;
  setQuantity: (productId: number, quantity: number) => void;
  clear: () => void;
}

const BasketContext = createContext<BasketContextType | null>(null);

export function BasketProvider({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<BasketItem[]>(readBasket);

  useEffect(() => {
    safeStorage.set("basket", JSON.stringify(items));
  }, [items]);

  const add = (product: Product) => {
    setItems((current) => {
      const existing = current.find((item) => item.productId === product.id);
      if (existing) {
        return current.map((item) =>
          item.productId === product.id ? { ...item, quantity: Math.min(item.quantity + 1, MAX_QUANTITY) } : item,
        );
      }
      const { id: productId, name, imageUrl } = product;
      return [...current, { productId, name, imageUrl, price: Number(product.price), quantity: 1 }];
    });
  };

  const setQuantity = (productId: number, wanted: number) => {
    const quantity = Math.min(Math.trunc(wanted), MAX_QUANTITY);
    setItems((current) =>
      !(quantity >= 1)
        ? current.filter((item) => item.productId !== productId)
        : current.map((item) => (item.productId === productId ? { ...item, quantity } : item)),
    );
  };

  const clear = () => setItems([]);

  const count = items.reduce((sum, item) => sum + item.quantity, 0);
  const total = items.reduce((sum, item) => sum + item.price * item.quantity, 0);

  return (
    <BasketContext.Provider value={{ items, count, total, add, setQuantity, clear }}>
      {children}
    </BasketContext.Provider>
  );
}

export function useBasket(): BasketContextType {
  const context = useContext(BasketContext);
  if (!context) {
    throw new Error("useBasket must be used within a BasketProvider");
  }
  return context;
}
