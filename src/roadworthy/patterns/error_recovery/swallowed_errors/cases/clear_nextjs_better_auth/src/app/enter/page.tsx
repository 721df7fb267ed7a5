"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { authClient } from "./client";

export default function EnterPage() {
  const router = useRouter();
  const [refused, setRefused] = useState("");
  async function join(form: FormData) {
    const { error } = await authClient.signUp.email({
      email: String(form.get("email")),
      password: String(form.get("password")),
      name: "Somebody",
    });
    if (error) {
      setRefused(error.message ?? "It did not work. Try again.");
      return;
    }
    router.push("/account");
  }
  async function enter(form: FormData) {
    await authClient.signIn.email(
      { email: String(form.get("email")), password: String(form.get("password")) },
      { onSuccess: () => router.push("/account"), onError: (context) => setRefused(context.error.message) },
    );
  }
  return (
    <form action={join}>
      <input name="email" type="email" required />
      <input name="password" type="password" required />
      <button type="submit">Join</button>
      <button type="submit" formAction={enter}>
        Enter
      </button>
      {refused && <p role="alert">{refused}</p>}
    </form>
  );
}
