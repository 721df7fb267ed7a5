import { useState } from "react";
import type { Product } from "@shared/schema";
import { ErrorBoundary } from "@/components/error-boundary";
import { LoadError } from "@/components/load-error";
import { LoadMore } from "@/components/load-more";
import { PopularProducts } from "@/components/popular-products";
import { ProductCard } from "@/components/product-card";
import { usePaged } from "@/hooks/use-paged";

const categories = ["Bakery", "Dairy", "Pantry", "Drinks", "Produce"];

export default function HomePage() {
  const [category, setCategory] = useState("");
  const [search, setSearch] = useState("");
  const [submitted, setSubmitted] = useState("");

  const params = new URLSearchParams();
  if (category) params.set("category", category);
  if (submitted) params.set("search", submitted);
  const query = params.toString();

  const list = usePaged<Product>(query ? `/api/products?${query}` : "/api/products");

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
          maxLength={100}
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
          <button type="button" className="link-button" onClick={() => setSubmitted("")}>
            Show everything
          </button>
        )}
      </form>

      {list.isLoading && <p>Loading products…</p>}
      {list.error && <LoadError error={list.error} retry={list.refetch} />}
      {list.isSuccess && list.rows.length === 0 && <p>Nothing found. Try another search.</p>}

      <div className="grid">
        {list.rows.map((product) => (
          <ProductCard key={product.id} product={product} />
        ))}
      </div>
      <LoadMore {...list} />

      <ErrorBoundary section="what is popular">
        <PopularProducts />
      </ErrorBoundary>
    </>
  );
}
