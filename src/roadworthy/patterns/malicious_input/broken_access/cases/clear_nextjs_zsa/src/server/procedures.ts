import { z } from "zod";
import { createServerActionProcedure } from "zsa";
import { requireUser } from "@/server/session";

export const signedIn = createServerActionProcedure().handler(async () => {
  const user = await requireUser();
  return { user };
});

export const anybody = createServerActionProcedure().handler(async () => ({ user: null }));

export const renaming = z.object({ id: z.number().int(), title: z.string().max(120) });
