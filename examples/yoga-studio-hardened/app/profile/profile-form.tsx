"use client";

import { useActionState } from "react";
import { updateProfile } from "./actions";

export function ProfileForm({ name, phone }: { name: string; phone: string }) {
  const [state, action, pending] = useActionState(updateProfile, { message: "" });
  return (
    <form action={action}>
      <input name="name" aria-label="Name" defaultValue={name} required maxLength={80} />
      <input name="phone" aria-label="Phone" defaultValue={phone} placeholder="Phone" maxLength={32} />
      <button type="submit" disabled={pending}>
        Save
      </button>
      {state.message && <p role="status">{state.message}</p>}
    </form>
  );
}
