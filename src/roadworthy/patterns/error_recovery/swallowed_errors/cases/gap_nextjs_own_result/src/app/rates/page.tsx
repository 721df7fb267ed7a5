import { latestRates } from "@/server/rates";

export const dynamic = "force-dynamic";

export default async function RatesPage() {
  const found = await latestRates();
  const rates = found.success ? found.data : [];
  return (
    <main>
      <ul>
        {rates.map((rate) => (
          <li key={rate.id}>{rate.name}</li>
        ))}
      </ul>
      {rates.length === 0 && <p>No rates yet.</p>}
    </main>
  );
}
