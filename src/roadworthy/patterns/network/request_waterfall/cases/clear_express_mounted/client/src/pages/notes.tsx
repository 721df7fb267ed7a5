import { useEffect, useState } from "react";

export default function NotesPage() {
  const [mounted, setMounted] = useState(false);
  const [notes, setNotes] = useState<string[]>([]);
  const [products, setProducts] = useState<string[]>([]);

  useEffect(() => {
    setMounted(true);
    const load = async () => {
      const found = await fetch("/api/notes");
      setNotes(await found.json());
    };
    void load();
  }, []);

  useEffect(() => {
    if (!mounted) return;
    const load = async () => {
      const found = await fetch("/api/products");
      setProducts(await found.json());
    };
    void load();
  }, [mounted]);

  return (
    <p>
      {notes.length} notes, {products.length} products
    </p>
  );
}
