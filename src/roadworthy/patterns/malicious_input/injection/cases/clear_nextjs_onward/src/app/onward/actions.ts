"use server";

import { redirect } from "next/navigation";

export async function goOn(path: string): Promise<void> {
  redirect(path);
}
