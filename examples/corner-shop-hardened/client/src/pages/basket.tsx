import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { Link, useLocation } from "wouter";
import { MAX_QUANTITY } from "@shared/constants";
import type { Order } from "@shared/schema";
import { useAuth } from "@/hooks/use-auth";
import { useBasket } from "@/hooks/use-basket";
import { createKey } from "@/lib/browser";
import { formatPrice } from "@/lib/format";
import { apiRequest, queryClient } from "@/lib/queryClient";

export default function BasketPage() {
  const { user } = useAuth();
  const { items, total, setQuantity, clear } = useBasket();
  const [, navigate] = useLocation();
  const [address, setAddress] = useState(user?.address ?? "");

  // One key per checkout attempt: pressing again after a lost answer finds the same order,
  // and a changed basket or address is another attempt
  const attemptKey = useRef(createKey());
  useEffect(() => {
    attemptKey.current = createKey();
  }, [items, address]);

  const orderMutation = useMutation({
    mutationFn: async (): Promise<Order> => {
      const order = {
        items: items.map(({ productId, quantity }) => ({ productId, quantity })),
        shippingAddress: address,
      };
      const res = await apiRequest("POST", "/api/orders", order, { "Idempotency-Key": attemptKey.current });
      return res.json();
    },
    onSuccess: (order) => {
      clear();
      queryClient.invalidateQueries({ queryKey: ["/api/orders"] });
      queryClient.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith("/api/products") });
      navigate(`/orders/${order.id}`);
    },
  });

  const handleCheckout = (event: FormEvent) => {
    event.preventDefault();
    if (!orderMutation.isPending) orderMutation.mutate();
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
              max={MAX_QUANTITY}
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
            <textarea
              value={address}
              onChange={(event) => setAddress(event.target.value)}
              rows={3}
              minLength={5}
              maxLength={300}
              required
            />
          </label>
          {orderMutation.error && <p className="error">{orderMutation.error.message}</p>}
          <button type="submit" disabled={orderMutation.isPending}>
            {orderMutation.isPending ? "Placing order…" : "Place order"}
          </button>
        </form>
      ) : (
        <p>
          <Link href="/login">Sign in</Link> to place your order.
        </p>
      )}
    </>
  );
}
