import { newestProducts } from "@/server/newest";

export default async function NewestPage() {
  const newest = await newestProducts();
  return (
    <ul>
      {newest.map((product) => (
        <li key={product.id}>{product.name}</li>
      ))}
    </ul>
  );
}
