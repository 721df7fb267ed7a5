import { createServerFn } from "@tanstack/react-start";
import { createClient } from "@supabase/supabase-js";
import { z } from "zod";

const supabase = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_ANON_KEY!);

export const joinFn = createServerFn({ method: "POST" })
  .inputValidator(z.object({ email: z.email(), password: z.string().min(10).max(72) }))
  .handler(async ({ data }) => {
    const { error } = await supabase.auth.signUp(data);
    if (error) throw new Error("That did not work");
    return { done: true };
  });
