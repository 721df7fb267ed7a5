import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Review {
  id: string;
  body: string;
}

export default function ProductsPage() {
  const [reviews, setReviews] = useState<Review[]>([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      const { data, error } = await supabase
        .from("reviews")
        .select("id, body")
        .eq("approved", true)
        .order("created_at", { ascending: false })
        .limit(20);
      if (error) setFailed(true);
      else setReviews(data);
    }
    void load();
  }, []);

  if (failed) return <p role="alert">The reviews could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>What customers say</h1>
      {reviews.map((review) => (
        <article key={review.id}>{review.body}</article>
      ))}
    </section>
  );
}
