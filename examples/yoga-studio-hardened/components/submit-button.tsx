"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";

/** A button that waits while its form is being sent. */
export function SubmitButton({ children }: { children: ReactNode }) {
  const { pending } = useFormStatus();
  return (
    <button type="submit" disabled={pending}>
      {children}
    </button>
  );
}
