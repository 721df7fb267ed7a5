import { useCallback, useEffect, useRef, useState } from "react";
import { supabase } from "@/lib/supabase";

async function listQuestions() {
  let query = supabase.from("questions").select("id, title").order("created_at").limit(50);
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
  const { data, load } = useAsked(listQuestions);
  useEffect(() => {
    load();
  }, [load]);
  return (
    <ul>
      {data?.map((question) => (
        <li key={question.id}>{question.title}</li>
      ))}
    </ul>
  );
}
