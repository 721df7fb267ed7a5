"use client";

import { useActionState } from "react";
import { login } from "./actions";

export function LoginForm({ next }: { next?: string }) {
  const [state, action, pending] = useActionState(login, { error: "" });
  return (
    <form action={action}>
      <input type="hidden" name="next" value={next ?? ""} />
      <input name="email" type="email" aria-label="Email" placeholder="Email" required maxLength={254} />
      <input name="password" type="password" aria-label="Password" placeholder="Password" required maxLength={72} />
      <button type="submit" disabled={pending}>
        Log in
      </button>
      {state.error && (
        <p className="error" role="alert">
          {state.error}
        </p>
      )}
    </form>
  );
}
