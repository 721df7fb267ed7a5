import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import type { Product } from "@shared/schema";

export interface BasketItem {
  productId: number;
  name: string;
  price: number;
  imageUrl: string;
  quantity: number;
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
  const [items, setItems] = useState<BasketItem[]>(() => {
    const saved = localStorage.getItem("basket");
    return saved ? JSON.parse(saved) : [];
  });

  useEffect(() => {
    localStorage.setItem("basket", JSON.stringify(items));
  }, [items]);

  const add = (product: Product) => {
    setItems((current) => {
      const existing = current.find((item) => item.productId === product.id);
      if (existing) {
        return current.map((item) =>
          item.productId === product.id ? { ...item, quantity: item.quantity + 1 } : item,
        );
      }
      const { id: productId, name, imageUrl } = product;
      return [...current, { productId, name, imageUrl, price: Number(product.price), quantity: 1 }];
    });
  };

  const setQuantity = (productId: number, quantity: number) => {
    setItems((current) =>
      quantity < 1
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
