import { useState } from "react";
import { ErrorBoundary } from "@/components/error-boundary";
import { NoteSquares } from "@/components/note-squares";

export default function App() {
  const [view, setView] = useState<"start" | "year">("start");
  return (
    <ErrorBoundary section="the notebook">
      <nav aria-label="Main">
        <button type="button" onClick={() => setView("start")}>
          Start
        </button>
        <button type="button" onClick={() => setView("year")}>
          Year
        </button>
      </nav>
      <main>{view === "year" ? <NoteSquares /> : <p>Write something down every month.</p>}</main>
    </ErrorBoundary>
  );
}
