import { useAuth } from "@/hooks/use-auth";
import { useFavorites } from "@/hooks/use-favorites";

export function FavoriteButton({ productId }: { productId: number }) {
  const { user } = useAuth();
  const { isFavorite, toggleMutation } = useFavorites();

  if (!user) return null;

  const active = isFavorite(productId);

  return (
    <button
      type="button"
      className="icon-button"
      aria-pressed={active}
      aria-label={active ? "Remove from favourites" : "Add to favourites"}
      onClick={() => toggleMutation.mutate(productId)}
    >
      {active ? "♥" : "♡"}
    </button>
  );
}
