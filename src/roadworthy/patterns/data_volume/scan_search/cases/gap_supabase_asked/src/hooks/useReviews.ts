import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

export interface Review {
  id: string;
  title: string;
  stars: number;
}

export function useReviews(words: string) {
  const [reviews, setReviews] = useState<Review[]>([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      let query = supabase.from("reviews").select("id, title, stars").order("created_at", { ascending: false });
      if (words) query = query.ilike("title", `%${words}%`);
      const { data, error } = await query.limit(20);
      setFailed(error !== null);
      setReviews(data ?? []);
    }
    void load();
  }, [words]);

  return { reviews, failed };
}
