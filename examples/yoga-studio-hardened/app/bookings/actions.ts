"use server";

import { revalidatePath } from "next/cache";
import { cancel } from "@/lib/bookings";
import { rowId } from "@/lib/input";
import { requireUser } from "@/lib/session";

export async function cancelBooking(formData: FormData) {
  const user = await requireUser();
  const id = rowId.safeParse(formData.get("id"));
  if (id.success) await cancel(user.id, id.data);
  revalidatePath("/bookings");
}
