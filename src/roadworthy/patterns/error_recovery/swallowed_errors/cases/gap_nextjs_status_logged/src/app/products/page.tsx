async function loadRates() {
  const response = await fetch("https://rates.example.com/today", { signal: AbortSignal.timeout(2000) });
  const rates = await response.json();
  if (!response.ok) {
    console.error("no rates", response.status);
    return;
  }
  return rates;
}

export default async function ProductsPage() {
  const rates: Record<string, number> = await loadRates();
  return (
    <ul>
      {Object.keys(rates).map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  );
}
