import { useState } from "react";

const NOTES = [
  { id: "1", title: "Baker", phone: "5550100" },
  { id: "2", title: "Dairy", phone: "5550101" },
];

export default function NotesPage() {
  const [opened, setOpened] = useState("");

  return (
    <section>
      <table>
        <tbody>
          {NOTES.map((note) => (
            <tr key={note.id} onClick={() => setOpened(note.id)}>
              <td>{note.title}</td>
              <td>
                <a href={`#${note.id}`}>{note.phone}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{opened}</p>
    </section>
  );
}
