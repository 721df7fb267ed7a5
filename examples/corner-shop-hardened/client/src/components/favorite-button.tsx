import { useAuth } from "@/hooks/use-auth";
import { useFavorites } from "@/hooks/use-favorites";

export function FavoriteButton({ productId }: { productId: number }) {
  const { user } = useAuth();
  const { isFavorite, toggleMutation, error } = useFavorites();

  // A heart that may be wrong is worse than none
  if (!user || error) return null;

  const active = isFavorite(productId);

  return (
    <button
      type="button"
      className="icon-button"
      aria-pressed={active}
      disabled={toggleMutation.isPending}
      aria-label={active ? "Remove from favourites" : "Add to favourites"}
      onClick={() => toggleMutation.mutate(productId)}
    >
      {active ? "♥" : "♡"}
    </button>
  );
}
