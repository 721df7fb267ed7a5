"use client";

import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { StudioNumbers } from "@/components/studio-numbers";
import { messageOf, post } from "@/lib/api";

export default function ContactPage() {
  const [form, setForm] = useState({ name: "", email: "", body: "" });
  const sending = useMutation({ mutationFn: () => post("/api/contact", form) });

  function submit(e: FormEvent) {
    e.preventDefault();
    sending.mutate();
  }

  if (sending.isSuccess) return <p>Thanks, we will get back to you!</p>;

  return (
    <>
      <h1>Contact us</h1>
      <StudioNumbers />
      <form onSubmit={submit}>
        <input
          aria-label="Name"
          placeholder="Name"
          required
          maxLength={80}
          value={form.name}
          onChange={(e) => setForm({ ...form, name: e.target.value })}
        />
        <input
          type="email"
          aria-label="Email"
          placeholder="Email"
          required
          maxLength={254}
          value={form.email}
          onChange={(e) => setForm({ ...form, email: e.target.value })}
        />
        <textarea
          aria-label="Your message"
          placeholder="Your message"
          required
          maxLength={4000}
          value={form.body}
          onChange={(e) => setForm({ ...form, body: e.target.value })}
        />
        <p className="muted">
          We keep your message for a year: <a href="/privacy">privacy notice</a>.
        </p>
        <button type="submit" disabled={sending.isPending}>
          Send
        </button>
        {sending.error && (
          <p className="error" role="alert">
            {messageOf(sending.error)}
          </p>
        )}
      </form>
    </>
  );
}
