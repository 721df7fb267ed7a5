export class Refusal extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

export function jsonResponse(data: unknown, status = 200) {
  return new Response(JSON.stringify(data), { status, headers: { "Content-Type": "application/json" } });
}

export function failed(error: unknown) {
  if (error instanceof Refusal) {
    return jsonResponse({ error: error.message }, error.status);
  }
  console.error(error);
  if (error instanceof Error) {
    return jsonResponse({ error: error.message }, 500);
  }
  return jsonResponse({ error: "That did not work" }, 500);
}
