"use server";

import { clerkClient } from "@clerk/nextjs/server";
import { hasRole } from "./roles";

export async function setRole(formData: FormData): Promise<void> {
  const client = await clerkClient();
  if (!hasRole("admin")) return;
  await client.users.updateUserMetadata(String(formData.get("id")), {
    publicMetadata: { role: String(formData.get("role")) },
  });
}
