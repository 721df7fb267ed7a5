import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Product } from "@shared/schema";
import { PopularProducts } from "@/components/popular-products";
import { ProductCard } from "@/components/product-card";

const categories = ["Bakery", "Dairy", "Pantry", "Drinks", "Produce"];

export default function HomePage() {
  const [category, setCategory] = useState("");
  const [search, setSearch] = useState("");
  const [submitted, setSubmitted] = useState("");

  const params = new URLSearchParams();
  if (category) params.set("category", category);
  if (submitted) params.set("search", submitted);
  const query = params.toString();

  const { data: products, isLoading, error } = useQuery<Product[]>({
    queryKey: [query ? `/api/products?${query}` : "/api/products"],
  });

  return (
    <>
      <section className="hero">
        <h1>Everything from around the corner</h1>
        <p>Fresh bread, milk and all the little things, delivered today.</p>
      </section>

      <form
        className="filters"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setSubmitted(search.trim());
        }}
      >
        <input
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          placeholder="Search the shop"
          aria-label="Search the shop"
        />
        <select value={category} onChange={(event) => setCategory(event.target.value)} aria-label="Category">
          <option value="">All categories</option>
          {categories.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <button type="submit">Search</button>
        {submitted && (
          <span className="clear" onClick={() => setSubmitted("")}>
            Show everything
          </span>
        )}
      </form>

      {isLoading && <p>Loading products…</p>}
      {error && <p className="error">{error.message}</p>}
      {products && products.length === 0 && <p>Nothing found. Try another search.</p>}

      <div className="grid">
        {products?.map((product) => <ProductCard key={product.id} product={product} />)}
      </div>

      <PopularProducts />
    </>
  );
}
