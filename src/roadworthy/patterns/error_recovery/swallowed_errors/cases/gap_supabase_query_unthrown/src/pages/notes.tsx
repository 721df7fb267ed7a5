import { useQuery } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

export default function NotesPage() {
  const { data, error } = useQuery({
    queryKey: ["notes"],
    queryFn: async () => {
      const { data } = await supabase.from("notes").select("id, title").limit(50);
      return data ?? [];
    },
  });

  if (error) return <p role="alert">Your notes could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>Notes</h1>
      <ul>
        {data?.map((note) => (
          <li key={note.id}>{note.title}</li>
        ))}
      </ul>
    </section>
  );
}
