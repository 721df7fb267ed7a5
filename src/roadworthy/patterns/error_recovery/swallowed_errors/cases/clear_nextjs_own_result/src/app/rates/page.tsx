import { latestRates } from "@/server/rates";

export const dynamic = "force-dynamic";

export default async function RatesPage() {
  const found = await latestRates();
  if (!found.success) return <main><p role="alert">{found.error}</p></main>;
  return (
    <main>
      <ul>
        {found.data.map((rate) => (
          <li key={rate.id}>{rate.name}</li>
        ))}
      </ul>
    </main>
  );
}
