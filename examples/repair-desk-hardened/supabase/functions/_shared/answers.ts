const site = Deno.env.get("SITE_URL") ?? "http://localhost:5173";

export const corsHeaders = {
  "Access-Control-Allow-Origin": site,
  "Access-Control-Allow-Headers": "authorization, x-client-info, apikey, content-type",
};

export function answer(status: number, body: Record<string, unknown>): Response {
  return Response.json(body, { status, headers: corsHeaders });
}

/** Logs a failure under an id that the answer carries as well; the cause stays in the log. */
export function failed(what: string, error: unknown): Response {
  const requestId = crypto.randomUUID();
  const cause = error instanceof Error ? error.message : String(error);
  console.error(JSON.stringify({ level: "error", requestId, what, cause }));
  return answer(500, { error: "That did not work on our side", requestId });
}
