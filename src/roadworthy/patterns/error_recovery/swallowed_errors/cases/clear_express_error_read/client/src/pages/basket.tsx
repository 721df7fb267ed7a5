import { useQuery } from "@tanstack/react-query";

export default function BasketPage() {
  const { data, isLoading, error } = useQuery<{ id: number; name: string }[]>({ queryKey: ["/api/basket"] });

  if (isLoading) return <p>One moment</p>;
  if (error) return <p role="alert">Your basket could not be loaded</p>;
  if (!data?.length) return <p>Your basket is empty</p>;
  return (
    <ul>
      {data.map((line) => (
        <li key={line.id}>{line.name}</li>
      ))}
    </ul>
  );
}
