"use client";

import { useState } from "react";
import { addTag } from "./actions";

export function TagList() {
  const [tags, setTags] = useState<string[]>([]);
  const add = async () => {
    try {
      const result = await addTag("new");
      if (result.success) {
        setTags([...tags, "new"]);
        return;
      }
      alert("The tag could not be kept");
    } catch {
      alert("The server cannot be reached. Try again.");
    }
  };
  const addQuickly = async () => {
    setTags([...tags, "quick"]);
    try {
      const kept = await addTag("quick");
      if (!kept.success) {
        setTags(tags);
        alert("The tag could not be kept");
      }
    } catch {
      alert("The server cannot be reached. Try again.");
    }
  };
  return (
    <>
      <button type="button" onClick={add}>
        Add ({tags.length})
      </button>
      <button type="button" onClick={addQuickly}>
        Add quickly
      </button>
    </>
  );
}
