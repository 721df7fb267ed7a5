import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { addNote, deleteNote, listNotes } from "@/lib/notes";
import { supabase } from "@/lib/supabase";

export default function NotesPage() {
  const queryClient = useQueryClient();
  const notes = useQuery({ queryKey: ["notes"], queryFn: listNotes });
  const [title, setTitle] = useState("");
  const [body, setBody] = useState("");
  const [writing, setWriting] = useState(false);

  const add = useMutation({
    mutationFn: async () => {
      const { data, error } = await supabase.auth.getUser();
      if (error) throw error;
      await addNote(data.user.id, title, body);
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["notes"] }),
  });
  const remove = useMutation({
    mutationFn: deleteNote,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["notes"] }),
  });

  function save(event: FormEvent) {
    event.preventDefault();
    add.mutate();
  }

  if (notes.isError) return <p role="alert">Your notes could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>Notes</h1>
      {writing ? (
        <form onSubmit={save}>
          <input aria-label="Title" value={title} maxLength={120} onChange={(e) => setTitle(e.target.value)} />
          <textarea aria-label="Note" value={body} maxLength={4000} onChange={(e) => setBody(e.target.value)} />
          <button type="submit">
            Save
          </button>
          {add.isError && <p role="alert">The note was not saved. Please try again.</p>}
        </form>
      ) : (
        <button type="button" onClick={() => setWriting(true)}>
          New note
        </button>
      )}
      <ul>
        {notes.data?.map((note) => (
          <li key={note.id}>
            {note.title}
            <button type="button" disabled={remove.isPending} onClick={() => remove.mutate(note.id)}>
              Delete
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
