import { useQuery } from "@tanstack/react-query";

export default function AccountPage() {
  const { data } = useQuery({ queryKey: ["names"], queryFn: () => fetch("/api/names").then((answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json() as Promise<string[]>;
  }) });
  return <ul>{(data ?? []).map((name) => <li key={name}>{name}</li>)}</ul>;
}
