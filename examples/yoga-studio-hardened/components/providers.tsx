"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { ApiError } from "@/lib/api";

const MAX_ATTEMPTS = 3;

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 30_000,
        retry: (failures, error) => failures < MAX_ATTEMPTS - 1 && error instanceof ApiError && error.passing,
        retryDelay: (failures, error) => {
          if (error instanceof ApiError && error.retryAfterMs) return Math.min(error.retryAfterMs, 10_000);
          return Math.min(500 * 2 ** failures, 5_000) * (0.5 + Math.random() / 2);
        },
      },
      // A change is only repeated by the person, or where it carries an idempotency key
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
