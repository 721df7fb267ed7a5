import { useState } from "react";

export default function RenamePage() {
  const [name, setName] = useState("");
  const [told, setTold] = useState("");

  const rename = async () => {
    try {
      const answer = await fetch("/api/name", { method: "PUT", body: JSON.stringify({ name }) });
      if (answer.ok) {
        const saved = await answer.json();
        setName(saved.name);
        setTold("Saved");
      }
    } catch {
      setTold("That did not work");
    }
  };

  return (
    <>
      <input value={name} onChange={(event) => setName(event.target.value)} />
      <button onClick={rename}>Save</button>
      <p>{told}</p>
    </>
  );
}
