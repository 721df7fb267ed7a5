import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { Note } from "@shared/schema";
import { LoadError } from "@/components/load-error";
import { apiRequest, queryClient } from "@/lib/api";
import { createKey, safeStorage } from "@/lib/browser";

const DRAFT = "note-draft";

function NoteForm() {
  const [title, setTitle] = useState(() => safeStorage.get(DRAFT) ?? "");
  const [key, setKey] = useState(createKey);
  const create = useMutation({
    mutationFn: () => apiRequest("POST", "/api/notes", { title }, key),
    onSuccess: () => {
      type("");
      setKey(createKey());
      return queryClient.invalidateQueries({ queryKey: ["/api/notes"] });
    },
  });

  const type = (value: string) => {
    setTitle(value);
    safeStorage.set(DRAFT, value);
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };

  return (
    <form onSubmit={submit}>
      <label>
        New note <input value={title} maxLength={120} required onChange={(event) => type(event.target.value)} />
      </label>
      <button type="submit" disabled={create.isPending}>
        {create.isPending ? "Saving…" : "Save"}
      </button>
      {create.error && <p role="alert">{create.error.message}</p>}
    </form>
  );
}

function NoteRow({ note }: { note: Note }) {
  const remove = useMutation({
    mutationFn: () => apiRequest("DELETE", `/api/notes/${note.id}`),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["/api/notes"] }),
  });
  return (
    <li>
      {note.title}{" "}
      <button type="button" disabled={remove.isPending} onClick={() => remove.mutate()}>
        Delete
      </button>
      {remove.error && <span role="alert">{remove.error.message}</span>}
    </li>
  );
}

export default function NotesPage() {
  const { data: notes, isLoading, error, refetch } = useQuery<Note[]>({ queryKey: ["/api/notes"] });
  const share = () => navigator.share({ title: "My notes", url: window.location.href });
  return (
    <>
      <h1>Notes</h1>
      <button type="button" onClick={share}>
        Share
      </button>
      <NoteForm />
      {isLoading && <p>Loading…</p>}
      {error && <LoadError error={error} retry={refetch} />}
      <ul>
        {notes?.map((note) => (
          <NoteRow key={note.id} note={note} />
        ))}
      </ul>
    </>
  );
}
