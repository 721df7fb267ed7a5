import { Link } from "wouter";
import type { Product } from "@shared/schema";
import { FavoriteButton } from "@/components/favorite-button";
import { useBasket } from "@/hooks/use-basket";
import { formatPrice } from "@/lib/format";

export function ProductCard({ product }: { product: Product }) {
  const { add } = useBasket();

  return (
    <article className="card product-card">
      <Link href={`/products/${product.id}`}>
        <img src={product.imageUrl} alt={product.name} width={200} height={200} />
        <h3>{product.name}</h3>
      </Link>
      <p className="muted">{product.category}</p>
      <div className="row">
        <strong>{formatPrice(product.price)}</strong>
        <FavoriteButton productId={product.id} />
      </div>
      <button type="button" disabled={product.stock === 0} onClick={() => add(product)}>
        {product.stock === 0 ? "Sold out" : "Add to basket"}
      </button>
    </article>
  );
}
