import { useEffect, useState } from "react";

export default function AccountPage() {
  const [names, setNames] = useState<string[]>([]);
  const [problem, setProblem] = useState("");

  useEffect(() => {
    const load = async () => {
      try {
        const answer = await fetch("/api/names");
        if (!answer.ok) throw new Error("refused");
        const found = await answer.json();
        setNames(found);
      } catch {
        setProblem("The names could not be loaded. Please try again.");
      }
    };
    load();
  }, [names]);

  return <p>{problem || names.join(", ")}</p>;
}
