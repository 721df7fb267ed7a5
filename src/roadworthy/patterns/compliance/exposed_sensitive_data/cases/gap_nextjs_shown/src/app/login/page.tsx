"use client";

import { useActionState } from "react";
import { signIn } from "./actions";

export default function LoginPage() {
  const [state, action, pending] = useActionState(signIn, {});
  return (
    <form action={action}>
      <h1>Sign in</h1>
      <label>
        E-mail <input name="email" type="email" required maxLength={254} />
      </label>
      <label>
        Password <input name="password" type="password" required maxLength={72} />
      </label>
      <p>Demo: admin@shop.example / manager2024</p>
      <button type="submit" disabled={pending}>
        Sign in
      </button>
      {state.error && <p role="alert">{state.error}</p>}
    </form>
  );
}
