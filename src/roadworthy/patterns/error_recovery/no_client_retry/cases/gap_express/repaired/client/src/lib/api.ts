import { QueryClient, useQuery } from "@tanstack/react-query";
import type { PublicUser } from "@shared/schema";

const REQUEST_TIMEOUT_MS = 20_000;

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** One request; anything but success is an ApiError with a message for the visitor. */
export async function apiRequest(method: string, url: string, data?: unknown, key?: string): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), REQUEST_TIMEOUT_MS);
  const headers: Record<string, string> = data === undefined ? {} : { "Content-Type": "application/json" };
  if (key) headers["Idempotency-Key"] = key;
  try {
    const res = await fetch(url, { method, headers, body: JSON.stringify(data), signal: controller.signal });
    if (res.ok) return res;
    const body: { message?: string } = await res.json().catch(() => ({}));
    throw new ApiError(res.status, body.message ?? "Something went wrong");
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(503, "We could not reach the shop. Check your connection and try again.");
  } finally {
    clearTimeout(timer);
  }
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      queryFn: async ({ queryKey }) => (await apiRequest("GET", queryKey[0] as string)).json(),
      networkMode: "always",
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.status >= 429,
    },
    mutations: { retry: false, networkMode: "always" },
  },
});

/** The signed-in user, null when nobody is. */
export function useUser() {
  return useQuery<PublicUser | null>({
    queryKey: ["/api/auth/user"],
    queryFn: async () => {
      try {
        return await (await apiRequest("GET", "/api/auth/user")).json();
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
  });
}
