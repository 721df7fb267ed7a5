"use client";

import { useState } from "react";
import { SubmitButton } from "@/components/submit-button";
import { deleteAccount } from "./actions";

export function EraseForm() {
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <button type="button" onClick={() => setSure(true)}>
        Delete my account
      </button>
    );
  }
  return (
    <form action={deleteAccount}>
      <p>Your account, reviews and credits will be gone for good.</p>
      <SubmitButton>Yes, delete it</SubmitButton>
    </form>
  );
}
