import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Wish {
  id: string;
  title: string;
  votes: number;
}

export default function ProductsPage() {
  const [wishes, setWishes] = useState<Wish[]>([]);
  const [failed, setFailed] = useState(false);

  async function load() {
    const { data, error } = await supabase
      .from("wishes")
      .select("id, title, votes")
      .order("created_at", { ascending: false })
      .limit(20);
    setFailed(error !== null);
    setWishes(data ?? []);
  }

  useEffect(() => {
    void load();
  }, []);

  async function vote(wish: Wish) {
    const { error } = await supabase.rpc("vote_for", { wish: wish.id });
    if (error) setFailed(true);
    else await load();
  }

  if (failed) return <p role="alert">That did not work. Please try again.</p>;
  return (
    <section>
      <h1>Wishes</h1>
      <ul>
        {wishes.map((wish) => (
          <li key={wish.id}>
            {wish.title}: {wish.votes} <button onClick={() => vote(wish)}>Vote</button>
          </li>
        ))}
      </ul>
    </section>
  );
}
