"use client";

import { useMutation } from "@tanstack/react-query";

export function LikeButton({ id }: { id: number }) {
  const like = useMutation({
    mutationFn: () => fetch(`/api/products/${id}/likes`, { method: "POST" }),
    onError: () => alert("It did not work. Try again."),
  });
  return (
    <button type="button" disabled={like.isPending} onClick={() => like.mutate()}>
      {like.isSuccess ? "Liked" : "Like"}
    </button>
  );
}
