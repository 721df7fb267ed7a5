import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Link, useLocation } from "wouter";
import type { Order } from "@shared/schema";
import { useAuth } from "@/hooks/use-auth";
import { useBasket } from "@/hooks/use-basket";
import { formatPrice } from "@/lib/format";
import { apiRequest, queryClient } from "@/lib/queryClient";

export default function BasketPage() {
  const { user } = useAuth();
  const { items, total, setQuantity, clear } = useBasket();
  const [, navigate] = useLocation();
  const [address, setAddress] = useState(user?.address ?? "");

  const orderMutation = useMutation({
    mutationFn: async (): Promise<Order> => {
      const res = await apiRequest("POST", "/api/orders", {
        items: items.map(({ productId, quantity }) => ({ productId, quantity })),
        total,
        shippingAddress: address,
      });
      return res.json();
    },
    onSuccess: (order) => {
      clear();
      queryClient.invalidateQueries({ queryKey: ["/api/orders"] });
      queryClient.invalidateQueries({ queryKey: ["/api/products"] });
      navigate(`/orders/${order.id}`);
    },
  });

  const handleCheckout = (event: FormEvent) => {
    event.preventDefault();
    orderMutation.mutate();
  };

  if (items.length === 0) {
    return (
      <>
        <h1>Basket</h1>
        <p>
          Your basket is empty. <Link href="/">Have a look around</Link>.
        </p>
      </>
    );
  }

  return (
    <>
      <h1>Basket</h1>
      <ul className="list">
        {items.map((item) => (
          <li key={item.productId} className="card row">
            <img src={item.imageUrl} alt="" width={56} height={56} />
            <span className="grow">{item.name}</span>
            <input
              type="number"
              min={0}
              value={item.quantity}
              onChange={(event) => setQuantity(item.productId, Number(event.target.value))}
              aria-label={`Quantity of ${item.name}`}
            />
            <strong>{formatPrice(item.price * item.quantity)}</strong>
          </li>
        ))}
      </ul>
      <p className="price">Total {formatPrice(total)}</p>

      {user ? (
        <form className="form" onSubmit={handleCheckout}>
          <label>
            Delivery address
            <textarea value={address} onChange={(event) => setAddress(event.target.value)} rows={3} required />
          </label>
          {orderMutation.error && <p className="error">{orderMutation.error.message}</p>}
          <button type="submit">Place order</button>
        </form>
      ) : (
        <p>
          <Link href="/login">Sign in</Link> to place your order.
        </p>
      )}
    </>
  );
}
