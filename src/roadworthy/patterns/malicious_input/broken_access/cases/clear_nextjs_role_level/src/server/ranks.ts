import { currentUser } from "./session";

const LEVELS: Record<string, number> = { customer: 0, manager: 1, admin: 2 };

export async function asksForMuch() {
  const user = await currentUser();
  if (!user) throw new Error("Unauthorized");
  if (LEVELS[user.role] < LEVELS["admin"]) throw new Error("Forbidden");
}
