import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Review {
  id: string;
  title: string;
}

export default function ProductsPage() {
  const [title, setTitle] = useState("");
  const [reviews, setReviews] = useState<Review[]>([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      const { data, error } = await supabase.from("reviews").select("id, title");
      if (error) setFailed(true);
      else setReviews(data);
    }
    void load();
  }, []);

  const taken = reviews.some((review) => review.title === title);
  if (failed) return <p role="alert">The reviews could not be loaded. Please try again.</p>;
  return (
    <section>
      <label>
        Title <input value={title} onChange={(e) => setTitle(e.target.value)} />
      </label>
      {taken && <p>There is a review of this title.</p>}
    </section>
  );
}
