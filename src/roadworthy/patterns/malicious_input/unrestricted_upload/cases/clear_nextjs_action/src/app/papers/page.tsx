"use client";

import { useState } from "react";
import { keepPaper } from "./actions";

export default function Papers() {
  const [told, setTold] = useState("");
  async function keep(paper: File) {
    try {
      setTold(`Kept as ${await keepPaper(paper)}`);
    } catch {
      setTold("That did not work");
    }
  }
  return (
    <label>
      {told} <input type="file" onChange={(event) => event.target.files?.[0] && keep(event.target.files[0])} />
    </label>
  );
}
