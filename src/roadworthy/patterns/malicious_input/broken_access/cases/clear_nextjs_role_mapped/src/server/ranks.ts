import { currentUser } from "./session";

const FORMER: Record<string, string> = { admin: "admin", member: "manager", viewer: "customer" };

function mapped(role: unknown): string {
  if (typeof role !== "string") return "customer";
  return FORMER[role] ?? "customer";
}

async function requireRole(allowed: readonly string[]) {
  const user = await currentUser();
  if (!user) throw new Error("Unauthorized");
  if (!allowed.includes(mapped(user.role))) throw new Error("Forbidden");
}

export const asksForMuch = () => requireRole(["admin"]);
