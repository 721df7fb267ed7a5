import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import type { Note, Order } from "@shared/schema";
import { LoadError } from "@/components/load-error";
import { apiRequest, queryClient, useUser } from "@/lib/api";
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

function Overview() {
  const [numbers, setNumbers] = useState<{ notes: number; orders: number; name: string } | null>(null);

  useEffect(() => {
    const load = async () => {
      try {
        const notes = await apiRequest("GET", "/api/notes");
        const orders = await apiRequest("GET", "/api/orders");
        const user = await apiRequest("GET", "/api/auth/user");
        const told = { notes: await notes.json(), orders: await orders.json(), user: await user.json() };
        setNumbers({ notes: told.notes.length, orders: told.orders.length, name: told.user.name });
      } catch {
        setNumbers(null);
      }
    };
    load();
  }, []);

  if (!numbers) return <p>The overview is not there yet</p>;
  return (
    <p>
      {numbers.name}: {numbers.notes} notes, {numbers.orders} orders
    </p>
  );
}

function OrdersList() {
  const { data: orders, error, refetch } = useQuery<Order[]>({ queryKey: ["/api/orders"] });
  const { data: user } = useUser();
  return (
    <>
      <h2>What {user?.name ?? "you"} ordered</h2>
      {error && <LoadError error={error} retry={refetch} />}
      <ul>
        {orders?.map((order) => (
          <li key={order.id}>{order.id}</li>
        ))}
      </ul>
    </>
  );
}

export default function NotesPage() {
  const { data: notes, isLoading, error, refetch } = useQuery<Note[]>({ queryKey: ["/api/notes"] });
  return (
    <>
      <h1>Notes</h1>
      <Overview />
      <OrdersList />
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
