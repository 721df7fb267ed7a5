"use client";

import { useEffect, useState } from "react";

function format(text: string) {
  return text.replace(/\*\*(.+?)\*\*/g, "<b>$1</b>").replace(/\n/g, "<br>");
}

export function Reviews({ classId }: { classId: number }) {
  const [reviews, setReviews] = useState<any[]>([]);
  const [rating, setRating] = useState(5);
  const [comment, setComment] = useState("");

  async function load() {
    try {
      const res = await fetch(`/api/classes/${classId}/reviews`);
      setReviews(await res.json());
    } catch (err) {
      console.log(err);
    }
  }

  useEffect(() => {
    load();
  }, [classId]);

  async function submit(e: React.FormEvent) {
    e.preventDefault();
    await fetch(`/api/classes/${classId}/reviews`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ rating, comment }),
    });
    setComment("");
    load();
  }

  return (
    <section>
      <h2>Reviews</h2>
      {reviews.map((review) => (
        <div key={review.id} className="card">
          <b>{review.author}</b> {"★".repeat(review.rating)}
          <p dangerouslySetInnerHTML={{ __html: format(review.comment) }} />
        </div>
      ))}
      <form onSubmit={submit}>
        <div>
          {[1, 2, 3, 4, 5].map((star) => (
            <span key={star} onClick={() => setRating(star)} style={{ cursor: "pointer" }}>
              {star <= rating ? "★" : "☆"}
            </span>
          ))}
        </div>
        <textarea
          placeholder="How was it? **bold** works"
          value={comment}
          onChange={(e) => setComment(e.target.value)}
        />
        <button type="submit">Post review</button>
      </form>
    </section>
  );
}
