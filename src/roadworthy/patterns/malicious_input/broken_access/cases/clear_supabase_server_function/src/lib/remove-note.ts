import { createServerFn } from "@tanstack/react-start";
import { createClient } from "@supabase/supabase-js";
import { z } from "zod";
import { signedIn } from "./signed-in";

const admin = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_SERVICE_ROLE_KEY!);

export const removeNote = createServerFn({ method: "POST" })
  .middleware([signedIn])
  .inputValidator((data: unknown) => z.object({ id: z.string().uuid() }).parse(data))
  .handler(async ({ data, context }) => {
    const { error } = await admin.from("notes").delete().eq("id", data.id).eq("user_id", context.userId);
    if (error) throw new Error("The note could not be deleted");
    return { removed: context.userId };
  });
