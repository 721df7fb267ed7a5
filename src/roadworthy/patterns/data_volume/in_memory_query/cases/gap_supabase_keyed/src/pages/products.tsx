import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Review {
  id: string;
  title: string;
  stars: number;
}

export default function ProductsPage() {
  const [reviews, setReviews] = useState<Record<string, number>>({});
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      const { data, error } = await supabase.from("reviews").select("id, title, stars");
      if (error) {
        setFailed(true);
        return;
      }
      const found = data.reduce((all, review) => {
        all[review.title] = (all[review.title] ?? 0) + review.stars;
        return all;
      }, {} as Record<string, number>);
      setReviews(found);
    }
    void load();
  }, []);

  if (failed) return <p role="alert">The reviews could not be loaded. Please try again.</p>;
  return (
    <ul>
      {Object.entries(reviews).map(([key, review]) => (
        <li key={key}>{key}: {review} stars</li>
      ))}
    </ul>
  );
}
