import { createClient, type SupabaseClient } from "https://esm.sh/@supabase/supabase-js@2";

let cached: SupabaseClient | null = null;

export function admin(): SupabaseClient {
  if (!cached) {
    cached = createClient(Deno.env.get("SUPABASE_URL")!, Deno.env.get("SUPABASE_SERVICE_ROLE_KEY")!);
  }
  return cached;
}

export class HttpError extends Error {
  constructor(public status: number, message: string) {
    super(message);
  }
}

export async function requireUser(req: Request): Promise<{ id: string }> {
  const header = req.headers.get("Authorization") ?? "";
  const token = header.startsWith("Bearer ") ? header.slice(7) : "";
  if (!token) throw new HttpError(401, "sign in first");
  const { data, error } = await admin().auth.getUser(token);
  if (error || !data?.user) throw new HttpError(401, "sign in first");
  return { id: data.user.id };
}

export function serveFunction(handler: (req: Request) => Promise<Response>): void {
  Deno.serve(async (req) => {
    try {
      return await handler(req);
    } catch (error) {
      if (error instanceof HttpError) return new Response(error.message, { status: error.status });
      console.error(error);
      return new Response("internal error", { status: 500 });
    }
  });
}
