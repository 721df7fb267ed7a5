"use client";

import { useState, type ChangeEvent } from "react";
import { messageOf, request } from "@/lib/api";

export function AvatarUpload({ current }: { current: string | null }) {
  const [url, setUrl] = useState(current);
  const [problem, setProblem] = useState("");
  const [pending, setPending] = useState(false);

  async function upload(e: ChangeEvent<HTMLInputElement>) {
    const file = e.target.files?.[0];
    if (!file) return;
    setPending(true);
    setProblem("");
    try {
      const body = new FormData();
      body.append("file", file);
      const { avatarUrl } = await request<{ avatarUrl: string }>("/api/upload", { method: "POST", body });
      setUrl(avatarUrl);
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setPending(false);
    }
  }

  return (
    <div>
      {url && <img src={url} alt="Your picture" width={96} height={96} style={{ borderRadius: "50%" }} />}
      <input type="file" aria-label="Picture" accept="image/png,image/jpeg" onChange={upload} disabled={pending} />
      {problem && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
