import { useState } from "react";

const SHELVES = ["Kitchen", "Cellar", "Garden"];

export default function NotesPage() {
  const [shelf, setShelf] = useState("Kitchen");

  return (
    <section>
      <h1>Notes</h1>
      <div className="tabs">
        {SHELVES.map((name) => (
          <button type="button" key={name} className={name === shelf ? "tab active" : "tab"} onClick={() => setShelf(name)}>
            {name}
          </button>
        ))}
      </div>
      <p>What is in the {shelf.toLowerCase()}</p>
    </section>
  );
}
