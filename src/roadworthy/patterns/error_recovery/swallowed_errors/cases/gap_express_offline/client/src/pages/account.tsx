import { useState, type FormEvent } from "react";

export default function AccountPage() {
  const [name, setName] = useState("");
  const [problem, setProblem] = useState("");

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await fetch("/api/account", { method: "PATCH", body: JSON.stringify({ name }) });
    if (!answer.ok) {
      setProblem("Your name could not be saved");
      return;
    }
    setProblem("");
  };

  return (
    <form onSubmit={save}>
      <label>
        Name <input value={name} maxLength={80} required onChange={(event) => setName(event.target.value)} />
      </label>
      <button type="submit">Save</button>
      {problem && <p role="alert">{problem}</p>}
    </form>
  );
}
