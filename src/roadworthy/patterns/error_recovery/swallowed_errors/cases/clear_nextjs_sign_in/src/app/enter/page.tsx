"use client";

import { signIn } from "next-auth/react";
import { useRouter } from "next/navigation";
import { useState } from "react";

export default function EnterPage() {
  const router = useRouter();
  const [refused, setRefused] = useState(false);
  async function enter(form: FormData) {
    const result = await signIn("credentials", { email: form.get("email"), password: form.get("password"), redirect: false });
    if (result?.error) {
      setRefused(true);
      return;
    }
    router.push("/orders");
  }
  return (
    <form action={enter}>
      <input name="email" type="email" required />
      <input name="password" type="password" required />
      <button type="submit">Enter</button>
      <button type="button" onClick={() => signIn("github", { callbackUrl: "/orders" })}>
        Enter with GitHub
      </button>
      {refused && <p role="alert">E-mail or password is wrong.</p>}
    </form>
  );
}
