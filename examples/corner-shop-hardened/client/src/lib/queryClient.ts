import { QueryClient, type QueryFunction } from "@tanstack/react-query";

const MAX_ATTEMPTS = 3;
const REQUEST_TIMEOUT_MS = 20_000;

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** Worth another try: the server was busy or away, not unwilling. */
  get passing(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

async function toApiError(res: Response): Promise<ApiError> {
  const retryAfter = Number(res.headers.get("Retry-After"));
  const text = await res.text();
  let message = res.statusText || "Something went wrong";
  try {
    const body: { message?: string; requestId?: string } = JSON.parse(text);
    message = body.message ?? message;
    if (res.status >= 500 && body.requestId) message += ` (reference ${body.requestId})`;
  } catch {
    // Not JSON: a proxy's own error page is nothing to show
  }
  return new ApiError(res.status, message, retryAfter > 0 ? retryAfter * 1000 : undefined);
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), REQUEST_TIMEOUT_MS);
  try {
    const res = await fetch(url, { ...init, credentials: "include", signal: controller.signal });
    if (!res.ok) throw await toApiError(res);
    return res;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(503, "We could not reach the shop. Check your connection and try again.");
  } finally {
    clearTimeout(timer);
  }
}

export async function apiRequest(
  method: string,
  url: string,
  data?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const plain = data instanceof FormData || data === undefined;
  return send(url, {
    method,
    headers: plain ? headers : { "Content-Type": "application/json", ...headers },
    body: data instanceof FormData ? data : data === undefined ? undefined : JSON.stringify(data),
  });
}

export interface PageOf<Row> {
  rows: Row[];
  nextCursor: string | null;
}

/** One page of a list, for `useInfiniteQuery`. */
export async function fetchPage<Row>(url: string, cursor: string | null): Promise<PageOf<Row>> {
  const separator = url.includes("?") ? "&" : "?";
  const res = await apiRequest("GET", cursor ? `${url}${separator}cursor=${cursor}` : url);
  return { rows: await res.json(), nextCursor: res.headers.get("X-Next-Cursor") };
}

type UnauthorizedBehavior = "returnNull" | "throw";

export const getQueryFn: <T>(options: { on401: UnauthorizedBehavior }) => QueryFunction<T> =
  ({ on401 }) =>
  async ({ queryKey }) => {
    try {
      const res = await apiRequest("GET", queryKey[0] as string);
      return await res.json();
    } catch (error) {
      if (on401 === "returnNull" && error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  };

function shouldRetry(failures: number, error: Error): boolean {
  return failures < MAX_ATTEMPTS - 1 && error instanceof ApiError && error.passing;
}

function retryDelay(failures: number, error: Error): number {
  if (error instanceof ApiError && error.retryAfterMs) return Math.min(error.retryAfterMs, 10_000);
  return Math.min(500 * 2 ** failures, 5_000) * (0.5 + Math.random() / 2);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      queryFn: getQueryFn({ on401: "throw" }),
      networkMode: "always",
      staleTime: 30_000,
      retry: shouldRetry,
      retryDelay,
    },
    // A change is only repeated by the person, or where it carries an idempotency key
    mutations: { retry: false, networkMode: "always" },
  },
});
