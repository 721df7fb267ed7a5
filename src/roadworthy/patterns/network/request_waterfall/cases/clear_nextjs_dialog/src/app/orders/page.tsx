"use client";

import { useEffect, useState } from "react";
import { OrderDialog } from "@/components/order-dialog";

export default function OrdersPage() {
  const [products, setProducts] = useState<{ id: number; name: string }[]>([]);
  useEffect(() => {
    fetch("/api/products").then((response) => response.json()).then(setProducts);
  }, []);
  return (
    <main>
      <ul>{products.map((product) => <li key={product.id}>{product.name}</li>)}</ul>
      <OrderDialog />
    </main>
  );
}
