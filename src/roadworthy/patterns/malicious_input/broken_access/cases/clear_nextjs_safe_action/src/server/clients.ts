import { createSafeActionClient } from "next-safe-action";
import { requireUser } from "@/server/session";

export const anybody = createSafeActionClient();

export const signedIn = anybody.use(async ({ next }) => {
  const user = await requireUser();
  return next({ ctx: { user } });
});
