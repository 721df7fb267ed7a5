import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

async function listNotes() {
  const { data, error } = await supabase.from("notes").select("id, title, summary").order("title");
  if (error) throw error;
  return data;
}

export default function NotesPage() {
  const notes = useQuery({ queryKey: ["notes"], queryFn: listNotes });
  if (notes.isError) return <p role="alert">Your notes could not be loaded. Please try again.</p>;
  return (
    <ul>
      {notes.data?.map((note) => (
        <li key={note.id}>
          {note.title}: {note.summary}
        </li>
      ))}
    </ul>
  );
}
