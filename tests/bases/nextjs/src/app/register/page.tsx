"use client";

import { useActionState } from "react";
import { register } from "./actions";

export default function RegisterPage() {
  const [state, action, pending] = useActionState(register, {});
  return (
    <form action={action}>
      <h1>Register</h1>
      <label>
        Name <input name="name" required maxLength={80} />
      </label>
      <label>
        E-mail <input name="email" type="email" required maxLength={254} />
      </label>
      <label>
        Password <input name="password" type="password" required minLength={8} maxLength={72} />
      </label>
      <button type="submit" disabled={pending}>
        Register
      </button>
      {state.error && <p role="alert">{state.error}</p>}
    </form>
  );
}
