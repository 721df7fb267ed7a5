"use client";

import { useState } from "react";
import { copyText } from "@/lib/browser";

export function ShareButton() {
  const [shown, setShown] = useState("");

  async function copy() {
    const link = window.location.href;
    setShown((await copyText(link)) ? "Copied!" : link);
  }

  return (
    <p>
      <button type="button" onClick={copy}>
        Copy link
      </button>{" "}
      <span role="status">{shown}</span>
    </p>
  );
}
