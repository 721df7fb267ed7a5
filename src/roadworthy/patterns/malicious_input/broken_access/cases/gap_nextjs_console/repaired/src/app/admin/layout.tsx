import type { ReactNode } from "react";
import { requireAdmin } from "@/server/session";

export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requireAdmin();
  return <section>{children}</section>;
}
