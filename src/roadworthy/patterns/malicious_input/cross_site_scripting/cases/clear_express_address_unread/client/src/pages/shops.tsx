import { useQuery } from "@tanstack/react-query";

interface Shop {
  id: number;
  name: string;
  website: string;
}

export default function ShopsPage() {
  const { data, error } = useQuery<Shop[]>({ queryKey: ["/api/shops"] });
  if (error) return <p role="alert">The shops could not be loaded</p>;
  return (
    <ul>
      {(data ?? []).map((shop) => (
        <li key={shop.id}>
          <a href={shop.website}>{shop.name}</a>
        </li>
      ))}
    </ul>
  );
}
