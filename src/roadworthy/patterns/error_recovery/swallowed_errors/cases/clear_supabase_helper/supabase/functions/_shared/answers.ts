export class Refusal extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

export function answer(data: unknown, status = 200) {
  return new Response(JSON.stringify(data), { status, headers: { "Content-Type": "application/json" } });
}

export function failed(error: unknown) {
  if (error instanceof Refusal) {
    return answer({ error: error.message }, error.status);
  }
  console.error(error);
  if (error instanceof Error) {
    return answer({ error: "That did not work" }, 500);
  }
  return answer({ error: "That did not work" }, 500);
}
