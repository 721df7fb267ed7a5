"use client";

import { useMutation } from "@tanstack/react-query";

export function LikeButton({ id }: { id: number }) {
  const like = useMutation({
    mutationFn: async () => {
      const response = await fetch(`/api/products/${id}/likes`, { method: "POST" });
      if (!response.ok) throw new Error(`refused: ${response.status}`);
    },
    onError: () => alert("It did not work. Try again."),
  });
  const hide = useMutation({
    mutationFn: () => fetch(`/api/products/${id}/hidden`, { method: "POST" }),
    onSuccess: (response) => alert(response.ok ? "Hidden" : "It did not work. Try again."),
    onError: () => alert("It did not work. Try again."),
  });
  return (
    <>
      <button type="button" disabled={like.isPending} onClick={() => like.mutate()}>
        {like.isSuccess ? "Liked" : "Like"}
      </button>
      <button type="button" disabled={hide.isPending} onClick={() => hide.mutate()}>
        Hide
      </button>
    </>
  );
}
