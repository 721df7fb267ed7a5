import { useState, type FormEvent } from "react";

const ADMIN_PASSWORD = "Harvest17moon";

export default function NotesPage() {
  const [password, setPassword] = useState("");
  const [open, setOpen] = useState(false);

  function enter(event: FormEvent) {
    event.preventDefault();
    setOpen(password === ADMIN_PASSWORD);
  }

  if (open) return <h1>Office</h1>;
  return (
    <form onSubmit={enter}>
      <h1>Notes</h1>
      <input aria-label="Password" type="password" value={password} onChange={(e) => setPassword(e.target.value)} />
      <button type="submit">Enter</button>
    </form>
  );
}
