import { NoteList } from "./note-list";

export default function NotesPage() {
  return (
    <div className="h-screen flex flex-col">
      <header>Notes</header>
      <div className="flex-1 flex overflow-hidden">
        <NoteList />
      </div>
    </div>
  );
}
