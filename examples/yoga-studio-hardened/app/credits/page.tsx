"use client";

import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { messageOf, post } from "@/lib/api";
import { createKey } from "@/lib/browser";

const PACKS = [
  { id: "single", label: "1 credit", price: 15 },
  { id: "five", label: "5 credits", price: 65 },
  { id: "ten", label: "10 credits", price: 120 },
];

export default function CreditsPage() {
  // The same key until a checkout was opened, so that a second click or a retry is no second payment
  const keys = useRef(new Map<string, string>());
  const buying = useMutation({
    mutationFn: (pack: string) => {
      const key = keys.current.get(pack) ?? createKey();
      keys.current.set(pack, key);
      return post<{ url: string }>("/api/credits/checkout", { pack }, { "Idempotency-Key": key });
    },
    onSuccess: ({ url }) => window.location.assign(url),
  });

  return (
    <>
      <h1>Buy credits</h1>
      {buying.error && (
        <p className="error" role="alert">
          {messageOf(buying.error)}
        </p>
      )}
      <div className="grid">
        {PACKS.map((pack) => (
          <div key={pack.id} className="card">
            <h3>{pack.label}</h3>
            <p>€{pack.price}</p>
            <button type="button" disabled={buying.isPending} onClick={() => buying.mutate(pack.id)}>
              Buy
            </button>
          </div>
        ))}
      </div>
    </>
  );
}
