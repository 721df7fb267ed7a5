import { useState } from "react";

const COLOURS = ["red", "green", "blue"];

export default function NotesPage() {
  const [tab, setTab] = useState("");
  const [colour, setColour] = useState("none");

  return (
    <section>
      <h1>Notes</h1>
      <button type="button" aria-label="Settings" onClick={() => setTab("words")}>
        <svg width="20" height="20"><circle cx="10" cy="10" r="8" /></svg>
      </button>
      {tab && (
        <button type="button" onClick={() => setTab("colours")}>
          Colours
        </button>
      )}
      {tab === "colours" && (
        <div>
          {COLOURS.map((name) => (
            <button type="button" key={name} className="swatch rounded" onClick={() => setColour(name)}>
              {name.slice(0, 1)}
            </button>
          ))}
          <p>The note is in {colour}</p>
        </div>
      )}
    </section>
  );
}
