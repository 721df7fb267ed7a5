import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Welcome } from "@/components/welcome";
import { supabase } from "@/lib/supabase";

async function findReviews(words: string) {
  const { data, error } = await supabase
    .from("reviews")
    .select("id, title, stars")
    .ilike("title", `%${words}%`)
    .order("title")
    .limit(20);
  if (error) throw error;
  return data;
}

export default function ProductsPage() {
  const [words, setWords] = useState("");
  const [welcome, setWelcome] = useState(true);
  const reviews = useQuery({ queryKey: ["reviews", words], queryFn: () => findReviews(words) });
  if (reviews.isError) return <p role="alert">The reviews could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>Reviews</h1>
      {welcome && <Welcome onClose={() => setWelcome(false)}>Write the first review of the week</Welcome>}
      <input type="search" aria-label="Search" value={words} onChange={(e) => setWords(e.target.value)} />
      <ul>
        {reviews.data?.map((review) => (
          <li key={review.id}>
            {review.title}: {review.stars}
          </li>
        ))}
      </ul>
    </section>
  );
}
