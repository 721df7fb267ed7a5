"use server";

import { redirect } from "next/navigation";

export async function goOn(form: FormData): Promise<void> {
  redirect(String(form.get("next")));
}
