import { getRates } from "@/server/rates";

export default async function RatesPage() {
  const result = await getRates();
  if (!result.success) return <p role="alert">{result.error}. Please try again.</p>;
  const rates = result.data;
  return (
    <ul>
      {rates.map((rate) => (
        <li key={rate.id}>
          {rate.name}: {rate.percent}
        </li>
      ))}
    </ul>
  );
}
