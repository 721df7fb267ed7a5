import { ProductCard } from "@/components/product-card";

export default function FeaturedPage() {
  return <ProductCard id={1} />;
}
