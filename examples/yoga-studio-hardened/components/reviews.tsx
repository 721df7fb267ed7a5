"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Fragment, useState, type FormEvent } from "react";
import { messageOf, post, request } from "@/lib/api";
import { PAGE_SIZE } from "@/lib/pages";
import type { Review } from "@/lib/types";
import { LoadError } from "./load-error";
import { Pager } from "./pager";

/** The text with what stands between two stars in bold; everything else stays text. */
function Formatted({ text }: { text: string }) {
  return (
    <p style={{ whiteSpace: "pre-line" }}>
      {text.split("**").map((part, index) => (index % 2 ? <b key={index}>{part}</b> : <Fragment key={index}>{part}</Fragment>))}
    </p>
  );
}

function Stars({ rating, onChange }: { rating: number; onChange: (rating: number) => void }) {
  return (
    <div className="stars" role="group" aria-label="Rating">
      {[1, 2, 3, 4, 5].map((star) => (
        <button key={star} type="button" aria-label={`${star} stars`} aria-pressed={star === rating} onClick={() => onChange(star)}>
          {star <= rating ? "★" : "☆"}
        </button>
      ))}
    </div>
  );
}

export function Reviews({ classId }: { classId: number }) {
  const [page, setPage] = useState(1);
  const [rating, setRating] = useState(5);
  const [comment, setComment] = useState("");
  const address = `/api/classes/${classId}/reviews`;
  const { data, error, refetch } = useQuery({
    queryKey: [address, page],
    queryFn: () => request<Review[]>(`${address}?page=${page}`),
  });
  const sending = useMutation({
    mutationFn: () => post<Review>(address, { rating, comment }),
    onSuccess: () => {
      setComment("");
      return refetch();
    },
  });

  function submit(e: FormEvent) {
    e.preventDefault();
    sending.mutate();
  }

  return (
    <section>
      <h2>Reviews</h2>
      {error && <LoadError error={error} retry={refetch} />}
      {data?.map((review) => (
        <div key={review.id} className="card">
          <b>{review.author}</b> {"★".repeat(review.rating)}
          <Formatted text={review.comment} />
        </div>
      ))}
      <Pager page={page} more={data?.length === PAGE_SIZE} onChange={setPage} />
      <form onSubmit={submit}>
        <Stars rating={rating} onChange={setRating} />
        <textarea
          aria-label="Review"
          placeholder="How was it? **bold** works"
          required
          maxLength={2000}
          value={comment}
          onChange={(e) => setComment(e.target.value)}
        />
        <button type="submit" disabled={sending.isPending}>
          Post review
        </button>
        {sending.error && (
          <p className="error" role="alert">
            {messageOf(sending.error)}
          </p>
        )}
      </form>
    </section>
  );
}
