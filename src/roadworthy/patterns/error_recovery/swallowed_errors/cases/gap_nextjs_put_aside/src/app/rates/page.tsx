import { getRates } from "@/server/rates";

export default async function RatesPage() {
  const result = await getRates();
  const rates = result.success ? result.data : [];
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
