import { createMiddleware } from "@tanstack/react-start";
import { getRequestHeader } from "@tanstack/react-start/server";
import { createClient } from "@supabase/supabase-js";

export const signedIn = createMiddleware({ type: "function" }).server(async ({ next }) => {
  const token = getRequestHeader("authorization")?.replace("Bearer ", "");
  if (!token) throw new Response("Not signed in", { status: 401 });
  const supabase = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_ANON_KEY!, {
    global: { headers: { Authorization: `Bearer ${token}` } },
  });
  const { data, error } = await supabase.auth.getClaims(token);
  if (error || !data?.claims) throw new Response("Not signed in", { status: 401 });
  return next({ context: { userId: data.claims.sub } });
});
