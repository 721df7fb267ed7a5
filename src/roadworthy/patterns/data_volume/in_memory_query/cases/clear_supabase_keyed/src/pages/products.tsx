import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Review {
  id: string;
  title: string;
  stars: number;
}

export default function ProductsPage() {
  const [reviews, setReviews] = useState<Record<string, Review>>({});
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      const { data, error } = await supabase.from("reviews").select("id, title, stars");
      if (error) {
        setFailed(true);
        return;
      }
      const found = data.reduce((all, review) => {
        all[review.id] = review;
        return all;
      }, {} as Record<string, Review>);
      setReviews(found);
    }
    void load();
  }, []);

  if (failed) return <p role="alert">The reviews could not be loaded. Please try again.</p>;
  return (
    <ul>
      {Object.entries(reviews).map(([key, review]) => (
        <li key={key}>{review.title}, {review.stars} stars</li>
      ))}
    </ul>
  );
}
