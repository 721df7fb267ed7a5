"use client";

import { useActionState } from "react";
import { login } from "./actions";

export function LoginForm({ next }: { next?: string }) {
  const [state, action] = useActionState(login, { error: "" });
  return (
    <form action={action}>
      <input type="hidden" name="next" value={next ?? ""} />
      <input name="email" type="email" placeholder="Email" required />
      <input name="password" type="password" placeholder="Password" required />
      <button type="submit">Log in</button>
      {state.error && <p className="error">{state.error}</p>}
    </form>
  );
}
