"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

async function send(id: number) {
  const response = await fetch(`/api/products/${id}/likes`, { method: "POST" });
  if (!response.ok) throw new Error(`refused: ${response.status}`);
}

export function LikeButton({ id }: { id: number }) {
  const client = useQueryClient();
  const like = useMutation({
    mutationFn: () => send(id),
    onMutate: async () => {
      await client.cancelQueries({ queryKey: ["likes", id] });
      const earlier = client.getQueryData<number>(["likes", id]);
      client.setQueryData(["likes", id], (earlier ?? 0) + 1);
      return { earlier };
    },
    onError: (error, _values, context) => {
      console.error(error);
      if (context) {
        client.setQueryData(["likes", id], context.earlier);
        client.invalidateQueries({ queryKey: ["likes", id] });
      }
    },
  });
  return (
    <button type="button" disabled={like.isPending} onClick={() => like.mutate()}>
      Like
    </button>
  );
}
