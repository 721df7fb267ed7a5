import { useCallback, useEffect, useRef, useState } from "react";
import { supabase } from "@/lib/supabase";

async function listWishes() {
  let query = supabase.from("wishes").select("id, title").order("created_at");
  const { data, error } = await query;
  if (error) {
    console.error(error);
    return null;
  }
  return data;
}

function useAsked<T>(ask: () => Promise<T>) {
  const [data, setData] = useState<T | null>(null);
  const newest = useRef(ask);
  useEffect(() => {
    newest.current = ask;
  });
  const load = useCallback(async () => {
    setData(await newest.current());
  }, []);
  return { data, load };
}

export default function ProductsPage() {
  const { data, load } = useAsked(listWishes);
  useEffect(() => {
    load();
  }, [load]);
  return (
    <ul>
      {data?.map((wish) => (
        <li key={wish.id}>{wish.title}</li>
      ))}
    </ul>
  );
}
