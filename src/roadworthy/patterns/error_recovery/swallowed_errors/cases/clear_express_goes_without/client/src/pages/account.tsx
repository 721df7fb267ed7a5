import { useQuery } from "@tanstack/react-query";

export default function AccountPage() {
  const { data, isError } = useQuery({ queryKey: ["names"], queryFn: () => fetch("/api/names").then((answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json() as Promise<string[]>;
  }) });
  return <ul>{isError && <li>It could not be read</li>}
    {(data ?? []).map((name) => <li key={name}>{name}</li>)}</ul>;
}
