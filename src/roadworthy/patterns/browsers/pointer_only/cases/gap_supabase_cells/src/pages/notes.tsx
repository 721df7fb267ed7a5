import { useState } from "react";

const NOTES = [
  { id: "1", title: "Bread" },
  { id: "2", title: "Milk" },
];
const COLUMNS = ["title", "actions"];

export default function NotesPage() {
  const [opened, setOpened] = useState("");
  const [done, setDone] = useState<string[]>([]);

  const cell = (note: { id: string; title: string }, column: string) => {
    switch (column) {
      case "actions":
        return (
          <button
            type="button"
            onClick={(event) => {
              event.stopPropagation();
              setDone([...done, note.id]);
            }}
          >
            Done
          </button>
        );
      default:
        return note.title;
    }
  };

  return (
    <section>
      <table>
        <tbody>
          {NOTES.map((note) => (
            <tr key={note.id} onClick={() => setOpened(note.id)}>
              {COLUMNS.map((column) => (
                <td key={column}>{cell(note, column)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p>{opened}{done.length}</p>
    </section>
  );
}
