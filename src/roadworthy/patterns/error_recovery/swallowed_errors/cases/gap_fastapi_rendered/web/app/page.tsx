import { getProducts } from "../lib/shop";

export default async function ShopPage() {
  const products = await getProducts();
  return (
    <main>
      <h1>Shop</h1>
      {products.length === 0 ? (
        <p>We sell nothing at the moment.</p>
      ) : (
        <ul>
          {products.map((product) => (
            <li key={product.id}>{product.name}</li>
          ))}
        </ul>
      )}
    </main>
  );
}
