import { useCallback, useEffect, useState } from "react";
import type { Note, Product } from "@shared/schema";

export default function NotesPage() {
  const [notes, setNotes] = useState<Note[]>([]);
  const [products, setProducts] = useState<Product[]>([]);
  const [page, setPage] = useState(1);
  const [loading, setLoading] = useState(true);

  const load = useCallback((wanted: number) => {
    fetch(`/api/notes?page=${wanted}`)
      .then((res) => res.json())
      .then((found) => setNotes((before) => [...before, ...found]))
      .then(() => setPage(wanted))
      .finally(() => setLoading(false));
  }, []);

  useEffect(() => {
    load(1);
  }, [load]);

  useEffect(() => {
    if (!loading) {
      fetch("/api/products")
        .then((res) => res.json())
        .then(setProducts);
    }
  }, [loading]);

  return (
    <>
      <h1>Notes</h1>
      <p>
        {notes.length} notes, page {page}, {products.length} products
      </p>
    </>
  );
}
