import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Review {
  id: string;
  title: string;
  stars: number;
}

export default function ProductsPage() {
  const [reviews, setReviews] = useState<Review[]>([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      const { data, error } = await supabase.from("reviews").select("id, title, stars");
      if (error) setFailed(true);
      else setReviews(data);
    }
    void load();
  }, []);

  const stars = reviews.reduce((sum, review) => sum + review.stars, 0);
  if (failed) return <p role="alert">The reviews could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>Reviews</h1>
      <p>{(stars / Math.max(1, reviews.length)).toFixed(1)} stars</p>
    </section>
  );
}
