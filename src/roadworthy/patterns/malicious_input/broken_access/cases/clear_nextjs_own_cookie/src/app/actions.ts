"use server";

import { cookies } from "next/headers";

export async function keepInCart(form: FormData) {
  const jar = await cookies();
  const kept: number[] = JSON.parse(jar.get("cart")?.value ?? "[]");
  const chosen = Number(form.get("product"));
  jar.set("cart", JSON.stringify([...kept.slice(-49), chosen]), { httpOnly: true, sameSite: "lax", secure: true });
}
