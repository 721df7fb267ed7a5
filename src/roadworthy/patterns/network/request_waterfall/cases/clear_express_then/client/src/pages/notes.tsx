import { useEffect, useState } from "react";
import type { Note, Product } from "@shared/schema";

export default function NotesPage() {
  const [notes, setNotes] = useState<Note[]>();
  const [product, setProduct] = useState<Product>();

  useEffect(() => {
    fetch("/api/notes")
      .then((res) => res.json())
      .then(setNotes);
  }, []);

  useEffect(() => {
    if (!notes) return;
    fetch(`/api/products/${notes.length}`)
      .then((res) => res.json())
      .then(setProduct);
  }, [notes]);

  return (
    <>
      <h1>Notes</h1>
      <p>{product?.name}</p>
    </>
  );
}
