type Product = { id: number; name: string };

export default async function NewestPage() {
  const answer = await fetch("http://localhost:3000/api/newest", { cache: "no-store" });
  if (!answer.ok) throw new Error("The newest products could not be loaded");
  const newest: Product[] = await answer.json();
  return (
    <ul>
      {newest.map((product) => (
        <li key={product.id}>{product.name}</li>
      ))}
    </ul>
  );
}
