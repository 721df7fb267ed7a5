"use client";

import Link from "next/link";
import { useActionState } from "react";
import { register } from "./actions";

export default function RegisterPage() {
  const [state, action, pending] = useActionState(register, { error: "" });
  return (
    <>
      <h1>Create your account</h1>
      <form action={action}>
        <input name="name" aria-label="Your name" placeholder="Your name" required maxLength={80} />
        <input name="email" type="email" aria-label="Email" placeholder="Email" required maxLength={254} />
        <input name="phone" aria-label="Phone" placeholder="Phone (optional)" maxLength={32} />
        <input
          name="password"
          type="password"
          aria-label="Password"
          placeholder="Password (8+ characters)"
          required
          minLength={8}
          maxLength={72}
        />
        <p className="muted">
          By signing up you agree to how we keep your data: <Link href="/privacy">privacy notice</Link>.
        </p>
        <button type="submit" disabled={pending}>
          Sign up
        </button>
        {state.error && (
          <p className="error" role="alert">
            {state.error}
          </p>
        )}
      </form>
    </>
  );
}
