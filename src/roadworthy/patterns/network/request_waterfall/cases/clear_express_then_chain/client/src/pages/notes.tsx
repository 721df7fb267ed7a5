import { useEffect, useState } from "react";

export default function NotesPage() {
  const [names, setNames] = useState<string[]>([]);

  useEffect(() => {
    fetch("/api/me")
      .then((res) => res.json())
      .then((found) => fetch(`/api/teams/${found.id}`))
      .then((res) => res.json())
      .then(setNames)
      .catch(() => setNames([]));
  }, []);

  return <p>{names.join(", ")}</p>;
}
