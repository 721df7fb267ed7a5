import { useCallback, useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Person {
  id: string;
  display_name: string;
  old: { id: string; user_id: string; title: string }[];
}

function useChanges(subscriptions: { table: string; callback: () => void }[]) {
  useEffect(() => {
    let channel = supabase.channel("people");
    subscriptions.forEach(({ table, callback }) => {
      channel = channel.on("postgres_changes", { event: "*", schema: "public", table }, () => callback());
    });
    channel.subscribe();
    return () => void supabase.removeChannel(channel);
  }, [subscriptions]);
}

export default function ProductsPage() {
  const [people, setPeople] = useState<Person[]>([]);
  const [page, setPage] = useState(0);
  const [failed, setFailed] = useState(false);

  const load = useCallback(async () => {
    const { data: profiles, error } = await supabase.from("profiles").select("id, display_name").order("id");
    const ids = profiles?.map((one) => one.id) || [];
    const { data: notes, error: missing } = await supabase.from("notes").select("id, user_id, title").in("user_id", ids);
    if (error || missing) return setFailed(true);
    setPeople(profiles?.map((one) => ({ ...one, old: notes?.filter((note) => note.user_id === one.id) || [] })) || []);
  }, [page]);

  useChanges([
    { table: "profiles", callback: load },
    { table: "notes", callback: load },
  ]);

  useEffect(() => void load(), [load]);

  if (failed) return <p role="alert">The people could not be loaded. Please try again.</p>;
  return (
    <section>
      <ul>{people.map((one) => <li key={one.id}>{one.display_name} {one.old.map((note) => note.title).join(", ")}</li>)}</ul>
      <button type="button" onClick={load}>Again</button>
      <button type="button" onClick={() => setPage(page + 1)}>More</button>
    </section>
  );
}
