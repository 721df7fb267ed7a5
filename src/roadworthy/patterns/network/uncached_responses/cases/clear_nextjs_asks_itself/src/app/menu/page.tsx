const base = process.env.BASE_URL ?? "";

export default async function Menu() {
  const answer = await fetch(`${base}/api/products`, { next: { revalidate: 300 }, signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error("The menu is not there");
  const { products } = (await answer.json()) as { products: { id: number; name: string }[] };
  return (
    <ul>
      {products.map((one) => (
        <li key={one.id}>{one.name}</li>
      ))}
    </ul>
  );
}
