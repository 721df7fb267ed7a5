import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Review {
  id: string;
  title: string;
  stars: number;
}

export default function ProductsPage() {
  const [words, setWords] = useState("");
  const [stars, setStars] = useState(5);
  const [reviews, setReviews] = useState<Review[]>([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      const { data, error } = await supabase.from("reviews").select("id, title, stars").order("title");
      if (error) setFailed(true);
      else setReviews(data);
    }
    void load();
  }, []);

  const found = reviews.filter((review) => {
    const named = review.title.toLowerCase().includes(words.toLowerCase());
    return named && (stars === 0 || review.stars === stars);
  });
  if (failed) return <p role="alert">The reviews could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>Reviews</h1>
      <input type="search" aria-label="Search" value={words} onChange={(e) => setWords(e.target.value)} />
      <input type="number" aria-label="Stars" value={stars} onChange={(e) => setStars(Number(e.target.value))} />
      <ul>
        {found.map((review) => (
          <li key={review.id}>
            {review.title}: {review.stars}
          </li>
        ))}
      </ul>
    </section>
  );
}
