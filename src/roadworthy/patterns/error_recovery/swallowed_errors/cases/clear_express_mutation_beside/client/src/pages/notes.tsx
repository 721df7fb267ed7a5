import { useMutation, useQuery } from "@tanstack/react-query";
import type { Note } from "@shared/schema";
import { apiRequest } from "../lib/api";

export default function NotesPage() {
  const { data: notes, isLoading, isError } = useQuery<Note[]>({ queryKey: ["/api/notes"] });
  const { mutate: remove, isPending } = useMutation({
    mutationFn: (id: number) => apiRequest("DELETE", `/api/notes/${id}`),
    onSuccess: () => window.location.reload(),
    onError: () => alert("The note is still there. Try again."),
  });
  if (isLoading) return <p>Loading…</p>;
  if (isError) return <p>The notes could not be loaded</p>;
  return (
    <ul>
      {notes?.map((note) => (
        <li key={note.id}>
          {note.title}
          <button type="button" disabled={isPending} onClick={() => remove(note.id)}>
            Remove
          </button>
        </li>
      ))}
    </ul>
  );
}
