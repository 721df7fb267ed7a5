"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { joinWaitlist } from "@/app/classes/[id]/actions";
import { messageOf, post } from "@/lib/api";

export function BookButton({ classId, full }: { classId: number; full: boolean }) {
  const router = useRouter();
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const [message, setMessage] = useState("");
  const [pending, setPending] = useState(false);

  /** Does one thing at a time, and says how it went. */
  async function once(work: () => Promise<string>) {
    setPending(true);
    try {
      setMessage(await work());
    } catch (error) {
      setMessage(messageOf(error));
    } finally {
      setPending(false);
    }
  }

  const book = () =>
    once(async () => {
      await post("/api/bookings", { classId, note });
      await queries.invalidateQueries({ queryKey: ["/api/me"] });
      router.refresh();
      return "You are booked!";
    });

  const wait = () =>
    once(async () => {
      const { joined, error } = await joinWaitlist(classId);
      return joined ? "You are on the waitlist" : (error ?? "That did not work");
    });

  return (
    <div>
      <input
        aria-label="Note"
        placeholder="Anything we should know?"
        maxLength={500}
        value={note}
        onChange={(e) => setNote(e.target.value)}
      />{" "}
      {full ? (
        <button type="button" onClick={wait} disabled={pending}>
          Join the waitlist
        </button>
      ) : (
        <button type="button" onClick={book} disabled={pending}>
          Book this class
        </button>
      )}
      {message && <p role="status">{message}</p>}
    </div>
  );
}
