import { useQuery } from "@tanstack/react-query";
import type { Note } from "@shared/schema";
import { LoadError } from "@/components/load-error";

async function ask(path: string) {
  const response = await fetch(path);
  if (!response.ok) throw new Error("The notes could not be loaded");
  const text = await response.text();
  return JSON.parse(text);
}

export default function NotesPage() {
  const { data: notes, error, refetch } = useQuery<Note[]>({ queryKey: ["/api/notes"], queryFn: () => ask("/api/notes") });
  const shown = notes;
  if (error) return <LoadError error={error} retry={refetch} />;
  return <ul>{shown?.map((note) => <li key={note.id}>{note.title}</li>)}</ul>;
}
