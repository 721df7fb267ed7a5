import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Link, useParams } from "wouter";
import type { Product, ReviewWithAuthor } from "@shared/schema";
import { FavoriteButton } from "@/components/favorite-button";
import { LiveStock } from "@/components/live-stock";
import { LoadError } from "@/components/load-error";
import { LoadMore } from "@/components/load-more";
import { Stars } from "@/components/stars";
import { useAuth } from "@/hooks/use-auth";
import { useBasket } from "@/hooks/use-basket";
import { usePaged } from "@/hooks/use-paged";
import { formatDate, formatPrice } from "@/lib/format";
import { apiRequest, queryClient } from "@/lib/queryClient";

export default function ProductPage() {
  const { id } = useParams<{ id: string }>();
  const { user } = useAuth();
  const { add } = useBasket();
  const [rating, setRating] = useState(5);
  const [comment, setComment] = useState("");

  const { data: product, isLoading, error, refetch } = useQuery<Product & { averageRating: number | null }>({
    queryKey: [`/api/products/${id}`],
  });
  const reviews = usePaged<ReviewWithAuthor>(`/api/products/${id}/reviews`);

  const reviewMutation = useMutation({
    mutationFn: async () => {
      await apiRequest("POST", `/api/products/${id}/reviews`, { rating, comment });
    },
    onSuccess: () => {
      setComment("");
      queryClient.invalidateQueries({ queryKey: [`/api/products/${id}`] });
      queryClient.invalidateQueries({ queryKey: [`/api/products/${id}/reviews`] });
    },
  });

  const handleReview = (event: FormEvent) => {
    event.preventDefault();
    reviewMutation.mutate();
  };

  if (isLoading) return <p>Loading…</p>;
  if (error) return <LoadError error={error} retry={refetch} />;
  if (!product) return null;

  return (
    <>
      <div className="product-detail">
        <img src={product.imageUrl} alt={product.name} width={360} height={360} />
        <div>
          <h1>{product.name}</h1>
          {product.averageRating !== null && <Stars rating={product.averageRating} />}
          <p>{product.description}</p>
          <p className="price">{formatPrice(product.price)}</p>
          <LiveStock productId={product.id} initial={product.stock} />
          <div className="row">
            <button type="button" disabled={product.stock === 0} onClick={() => add(product)}>
              Add to basket
            </button>
            <FavoriteButton productId={product.id} />
          </div>
        </div>
      </div>

      <section>
        <h2>Reviews</h2>
        {reviews.error && <LoadError error={reviews.error} retry={reviews.refetch} />}
        {reviews.isSuccess && reviews.rows.length === 0 && <p className="muted">No reviews yet.</p>}
        {reviews.rows.map((review) => (
          <div key={review.id} className="card review">
            <div className="row">
              <strong>{review.authorName}</strong>
              <span className="muted">{formatDate(review.createdAt)}</span>
            </div>
            <Stars rating={review.rating} />
            <p>{review.comment}</p>
          </div>
        ))}
        <LoadMore {...reviews} />

        {user ? (
          <form className="form" onSubmit={handleReview}>
            <label>
              Rating
              <select value={rating} onChange={(event) => setRating(Number(event.target.value))}>
                {[5, 4, 3, 2, 1].map((value) => (
                  <option key={value} value={value}>
                    {value}
                  </option>
                ))}
              </select>
            </label>
            <label>
              Your review
              <textarea
                value={comment}
                onChange={(event) => setComment(event.target.value)}
                rows={3}
                maxLength={2000}
              />
            </label>
            {reviewMutation.error && <p className="error">{reviewMutation.error.message}</p>}
            <button type="submit" disabled={reviewMutation.isPending}>
              {reviewMutation.isPending ? "Posting…" : "Post review"}
            </button>
          </form>
        ) : (
          <p>
            <Link href="/login">Sign in</Link> to write a review.
          </p>
        )}
      </section>
    </>
  );
}
