import { useEffect, useState } from "react";
import type { Note, Product } from "@shared/schema";

export default function NotesPage() {
  const [notes, setNotes] = useState<Note[]>();
  const [products, setProducts] = useState<Product[]>([]);

  useEffect(() => {
    fetch("/api/notes")
      .then((res) => res.json())
      .then(setNotes);
  }, []);

  useEffect(() => {
    if (!notes) return;
    fetch("/api/products")
      .then((res) => res.json())
      .then(setProducts);
  }, [notes]);

  return (
    <>
      <h1>Notes</h1>
      <p>
        {notes?.length} notes, {products.length} products
      </p>
    </>
  );
}
