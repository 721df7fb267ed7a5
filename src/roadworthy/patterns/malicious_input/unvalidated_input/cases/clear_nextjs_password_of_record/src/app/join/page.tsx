"use client";

import { useState } from "react";
import { join } from "./actions";

export default function JoinPage() {
  const [said, setSaid] = useState("");
  const send = async () => {
    try {
      const result = await join({ name: "A", email: "a@example.com", password: "long enough", again: "long enough" });
      setSaid(result.success ? "Welcome" : result.error);
    } catch {
      setSaid("The server cannot be reached. Try again.");
    }
  };
  return (
    <button type="button" onClick={send}>
      Join {said}
    </button>
  );
}
