"use client";

import { useRouter } from "next/navigation";
import { authClient } from "./client";

export default function EnterPage() {
  const router = useRouter();
  async function join(form: FormData) {
    const { data } = await authClient.signUp.email({
      email: String(form.get("email")),
      password: String(form.get("password")),
      name: "Somebody",
    });
    router.push(`/account?welcome=${data?.user.name}`);
  }
  return (
    <form action={join}>
      <input name="email" type="email" required />
      <input name="password" type="password" required />
      <button type="submit">Join</button>
    </form>
  );
}
