"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { joinWaitlist } from "@/app/classes/[id]/actions";

export function BookButton({ classId, full }: { classId: number; full: boolean }) {
  const router = useRouter();
  const [note, setNote] = useState("");
  const [message, setMessage] = useState("");

  async function book() {
    const res = await fetch("/api/bookings", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ classId, note }),
    });
    const data = await res.json();
    if (data.error) {
      setMessage(data.error);
    } else {
      setMessage("You are booked!");
      router.refresh();
    }
  }

  async function wait() {
    await joinWaitlist(classId);
    setMessage("You are on the waitlist");
  }

  return (
    <div>
      <input placeholder="Anything we should know?" value={note} onChange={(e) => setNote(e.target.value)} />{" "}
      {full ? <button onClick={wait}>Join the waitlist</button> : <button onClick={book}>Book this class</button>}
      {message && <p>{message}</p>}
    </div>
  );
}
