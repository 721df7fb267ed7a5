"use client";

import { useState } from "react";
import { addTag } from "./actions";

export function TagList() {
  const [tags, setTags] = useState<string[]>([]);
  const add = async () => {
    setTags([...tags, "new"]);
    try {
      const result = await addTag("new");
      if (!result.success) {
        setTags(tags);
        console.error(result.error);
      }
    } catch {
      alert("The server cannot be reached. Try again.");
    }
  };
  return (
    <button type="button" onClick={add}>
      Add ({tags.length})
    </button>
  );
}
