import { useState, type FormEvent } from "react";

const LEAST = 12;

export default function NotesPage() {
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [open, setOpen] = useState(false);

  function enter(event: FormEvent) {
    event.preventDefault();
    setOpen(password.length >= LEAST && password === again);
  }

  if (open) return <h1>Office</h1>;
  return (
    <form onSubmit={enter}>
      <h1>Notes</h1>
      <input aria-label="Password" type="password" value={password} onChange={(e) => setPassword(e.target.value)} />
      <input aria-label="Again" type="password" value={again} onChange={(e) => setAgain(e.target.value)} />
      <button type="submit">Enter</button>
    </form>
  );
}
