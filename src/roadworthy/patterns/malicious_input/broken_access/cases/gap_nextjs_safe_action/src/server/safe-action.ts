import { createSafeActionClient } from "next-safe-action";
import { requireUser } from "./session";

export const client = createSafeActionClient();

export const signedIn = client.use(async ({ next }) => {
  const user = await requireUser();
  return next({ ctx: { user } });
});
