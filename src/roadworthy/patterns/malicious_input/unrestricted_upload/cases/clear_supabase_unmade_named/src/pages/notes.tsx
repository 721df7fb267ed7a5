import { useState, type ChangeEvent } from "react";
import { keepPicture } from "@/lib/pictures";

export default function NotesPage() {
  const [failed, setFailed] = useState(false);

  async function send(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    if (!file || file.size > 2_000_000) return;
    const error = await keepPicture(file);
    setFailed(error !== null);
  }

  return (
    <section>
      <h1>Notes</h1>
      <input aria-label="Picture" type="file" accept="image/*" onChange={send} />
      {failed && <p role="alert">The picture was not kept. Please try again.</p>}
    </section>
  );
}
