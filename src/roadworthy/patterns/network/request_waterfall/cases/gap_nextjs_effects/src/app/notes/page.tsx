import { NotesBoard } from "@/components/notes-board";

export default function NotesPage() {
  return <NotesBoard />;
}
