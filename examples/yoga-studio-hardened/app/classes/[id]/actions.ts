"use server";

import { waitFor } from "@/lib/bookings";
import { rowId } from "@/lib/input";
import { rateLimitMember } from "@/lib/limits";
import { requireUser } from "@/lib/session";

export async function joinWaitlist(classId: number): Promise<{ joined: boolean; error?: string }> {
  const user = await requireUser();
  if (!(await rateLimitMember(user.id))) return { joined: false, error: "Too many requests. Please wait a minute." };
  const id = rowId.safeParse(classId);
  if (!id.success) return { joined: false, error: "This class does not exist" };
  await waitFor(user.id, id.data);
  return { joined: true };
}
