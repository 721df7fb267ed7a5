"use client";

import { useEffect, useState } from "react";
import { listAll } from "@/app/notes/actions";

export function NotesBoard() {
  const [names, setNames] = useState<string[]>([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const load = async () => {
      try {
        const { some, others } = await listAll();
        setNames([...some.map((one) => one.title), ...others.map((one) => one.name)]);
      } catch {
        setFailed(true);
      }
    };
    void load();
  }, []);

  if (failed) return <p role="alert">Please try again.</p>;
  return <ul>{names.map((name) => <li key={name}>{name}</li>)}</ul>;
}
