"use client";

import { useActionState } from "react";
import { register } from "./actions";

export default function RegisterPage() {
  const [state, action] = useActionState(register, { error: "" });
  return (
    <>
      <h1>Create your account</h1>
      <form action={action}>
        <input name="name" placeholder="Your name" required />
        <input name="email" type="email" placeholder="Email" required />
        <input name="phone" placeholder="Phone (optional)" />
        <input name="password" type="password" placeholder="Password (8+ characters)" required />
        <button type="submit">Sign up</button>
        {state.error && <p className="error">{state.error}</p>}
      </form>
    </>
  );
}
