import { useState } from "react";

const NOTES = [
  { id: "1", title: "Bread" },
  { id: "2", title: "Milk" },
];

export default function NotesPage() {
  const [opened, setOpened] = useState("");
  const [picked, setPicked] = useState<string[]>([]);

  return (
    <section>
      <table>
        <tbody>
          {NOTES.map((note) => (
            <tr key={note.id} onClick={() => setOpened(note.id)}>
              <td onClick={(event) => event.stopPropagation()}>
                <input
                  type="checkbox"
                  aria-label={note.title}
                  checked={picked.includes(note.id)}
                  onChange={() => setPicked([...picked, note.id])}
                />
              </td>
              <td>{note.title}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{opened}</p>
    </section>
  );
}
