import { useMutation } from "@tanstack/react-query";
import type { Favorite, Product } from "@shared/schema";
import { useAuth } from "@/hooks/use-auth";
import { usePaged } from "@/hooks/use-paged";
import { apiRequest, queryClient } from "@/lib/queryClient";

export function useFavorites() {
  const { user } = useAuth();

  const list = usePaged<Favorite & { product: Product }>("/api/favorites?limit=100", !!user);
  const favorites = list.rows;

  const isFavorite = (productId: number) => favorites.some((favorite) => favorite.productId === productId);

  const toggleMutation = useMutation({
    mutationFn: async (productId: number) => {
      if (isFavorite(productId)) {
        await apiRequest("DELETE", `/api/favorites/${productId}`);
      } else {
        await apiRequest("POST", "/api/favorites", { productId });
      }
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["/api/favorites?limit=100"] }),
  });

  return { favorites, isFavorite, toggleMutation, error: list.error, refetch: list.refetch };
}
