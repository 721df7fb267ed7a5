"use client";

import { useState } from "react";

export function AvatarUpload({ current }: { current: string | null }) {
  const [url, setUrl] = useState(current);

  async function upload(e: React.ChangeEvent<HTMLInputElement>) {
    const file = e.target.files?.[0];
    if (!file) return;
    const body = new FormData();
    body.append("file", file);
    const res = await fetch("/api/upload", { method: "POST", body });
    const data = await res.json();
    setUrl(data.avatarUrl);
  }

  return (
    <div>
      {url && <img src={url} alt="Your picture" style={{ width: 96, borderRadius: "50%" }} />}
      <input type="file" onChange={upload} />
    </div>
  );
}
