"use client";

import { useMutation } from "@tanstack/react-query";

async function send(id: number) {
  const response = await fetch(`/api/products/${id}/likes`, { method: "POST" });
  if (!response.ok) throw new Error(`refused: ${response.status}`);
}

export function LikeButton({ id }: { id: number }) {
  const like = useMutation({ mutationFn: () => send(id) });
  return (
    <button type="button" disabled={like.isPending} onClick={() => like.mutate()}>
      Like
    </button>
  );
}
