"use client";

import { useRouter } from "next/navigation";

export function LeaveButton() {
  const router = useRouter();
  async function leave() {
    try {
      await fetch("/api/auth/logout", { method: "POST" });
    } catch {
      alert("The server cannot be reached. Try again.");
      return;
    }
    router.push("/login");
  }
  return (
    <button type="button" onClick={leave}>
      Leave
    </button>
  );
}
