"use client";

import { useState } from "react";
import { addTag } from "./actions";

export function TagList() {
  const [said, setSaid] = useState("");
  const add = async () => {
    try {
      await addTag("new");
      setSaid("Kept");
    } catch {
      setSaid("The server cannot be reached. Try again.");
    }
  };
  return (
    <button type="button" onClick={add}>
      Add {said}
    </button>
  );
}
