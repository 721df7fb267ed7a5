import { useState } from "react";
import { useReviews } from "@/hooks/useReviews";

export default function ProductsPage() {
  const [words, setWords] = useState("");
  const { reviews, failed } = useReviews(words);
  if (failed) return <p role="alert">The reviews could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>Reviews</h1>
      <input type="search" aria-label="Search" value={words} onChange={(e) => setWords(e.target.value)} />
      <ul>
        {reviews.map((review) => (
          <li key={review.id}>
            {review.title}: {review.stars}
          </li>
        ))}
      </ul>
    </section>
  );
}
