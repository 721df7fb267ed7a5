import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation, useParams } from "wouter";
import type { OrderWithItems } from "@shared/schema";
import { LoadError } from "@/components/load-error";
import { copyText } from "@/lib/browser";
import { formatDate, formatPrice } from "@/lib/format";
import { apiRequest, queryClient } from "@/lib/queryClient";

export default function OrderPage() {
  const { id } = useParams<{ id: string }>();
  const [, navigate] = useLocation();
  const [copied, setCopied] = useState<"idle" | "copied" | "refused">("idle");

  const { data: order, isLoading, error, refetch } = useQuery<OrderWithItems>({
    queryKey: [`/api/orders/${id}`],
  });

  const cancelMutation = useMutation({
    mutationFn: async () => {
      await apiRequest("POST", `/api/orders/${id}/cancel`);
    },
    onSuccess: () => {
      queryClient.invalidateQueries({ queryKey: [`/api/orders/${id}`] });
      queryClient.invalidateQueries({ queryKey: ["/api/orders"] });
      queryClient.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith("/api/products") });
    },
  });

  const payMutation = useMutation({
    mutationFn: async (): Promise<{ paymentIntentId: string }> => {
      const res = await apiRequest("POST", `/api/orders/${id}/pay`);
      return res.json();
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [`/api/orders/${id}`] }),
  });

  const removeMutation = useMutation({
    mutationFn: async () => {
      await apiRequest("DELETE", `/api/orders/${id}`);
    },
    onSuccess: () => {
      queryClient.invalidateQueries({ queryKey: ["/api/orders"] });
      navigate("/orders");
    },
  });

  const copyLink = async () => {
    const worked = await copyText(window.location.href);
    setCopied(worked ? "copied" : "refused");
    if (worked) setTimeout(() => setCopied("idle"), 2000);
  };

  if (isLoading) return <p>Loading…</p>;
  if (error) return <LoadError error={error} retry={refetch} />;
  if (!order) return null;

  const busy = cancelMutation.isPending || payMutation.isPending || removeMutation.isPending;
  const actionError = cancelMutation.error ?? payMutation.error ?? removeMutation.error;

  return (
    <>
      <h1>Order #{order.id}</h1>
      <p className="muted">
        {formatDate(order.createdAt)} <span className={`badge badge-${order.status}`}>{order.status}</span>
      </p>
      <ul className="list">
        {order.items.map((item) => (
          <li key={item.id} className="card row">
            <img src={item.product.imageUrl} alt="" width={56} height={56} />
            <span className="grow">
              {item.quantity} × {item.product.name}
            </span>
            <strong>{formatPrice(Number(item.unitPrice) * item.quantity)}</strong>
          </li>
        ))}
      </ul>
      <p className="price">Total {formatPrice(order.total)}</p>
      <p>Deliver to: {order.shippingAddress}</p>
      {order.paymentIntentId && <p className="muted">Payment reference: {order.paymentIntentId}</p>}
      {actionError && <p className="error">{actionError.message}</p>}

      <div className="row">
        {order.status === "placed" && (
          <>
            <button type="button" disabled={busy} onClick={() => payMutation.mutate()}>
              {payMutation.isPending ? "Starting payment…" : "Pay now"}
            </button>
            <button type="button" className="secondary" disabled={busy} onClick={() => cancelMutation.mutate()}>
              Cancel order
            </button>
          </>
        )}
        <button type="button" className="secondary" onClick={copyLink}>
          {copied === "copied" ? "Copied!" : "Copy order link"}
        </button>
        <button type="button" className="link-button" disabled={busy} onClick={() => removeMutation.mutate()}>
          Remove from my orders
        </button>
      </div>
      {copied === "refused" && (
        <label className="form">
          Copy this link
          <input readOnly value={window.location.href} onFocus={(event) => event.target.select()} />
        </label>
      )}
    </>
  );
}
