/** What went wrong with a request, in words for the person; `passing` when trying again may help. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly passing: boolean,
    readonly retryAfterMs = 0,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

const TIMEOUT_MS = 10_000;
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

async function failureOf(response: Response): Promise<ApiError> {
  const body: { error?: string; requestId?: string } = await response.json().catch(() => ({}));
  const reference = body.requestId && response.status >= 500 ? ` (reference ${body.requestId})` : "";
  const seconds = Number(response.headers.get("retry-after")) || 0;
  return new ApiError(`${body.error ?? "That did not work"}${reference}`, PASSING.has(response.status), seconds * 1000);
}

/** Sends a request and returns its JSON; every failure is an `ApiError`. */
export async function request<Answer>(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => {
    throw new ApiError("There is no connection. Please try again.", true);
  });
  if (!response.ok) throw await failureOf(response);
  return response.json();
}

export function post<Answer>(url: string, data: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return request(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(data),
  });
}

export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : "Something went wrong. Please try again.";
}
