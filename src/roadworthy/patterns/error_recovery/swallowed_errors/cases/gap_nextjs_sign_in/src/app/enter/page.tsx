"use client";

import { signIn } from "next-auth/react";
import { useRouter } from "next/navigation";

export default function EnterPage() {
  const router = useRouter();
  async function enter(form: FormData) {
    await signIn("credentials", { email: form.get("email"), password: form.get("password"), redirect: false });
    router.push("/orders");
  }
  return (
    <form action={enter}>
      <input name="email" type="email" required />
      <input name="password" type="password" required />
      <button type="submit">Enter</button>
    </form>
  );
}
