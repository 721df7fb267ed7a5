import { useQuery } from "@tanstack/react-query";

interface Account {
  name: string;
}

async function load(): Promise<Account | null> {
  const answer = await fetch("/api/account");
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error("refused");
  return answer.json();
}

export default function AccountPage() {
  const { data: account, isLoading, error } = useQuery({ queryKey: ["account"], queryFn: load });
  if (isLoading) return <p>Loading</p>;
  if (error || !account) return <p role="alert">Account not found.</p>;
  return <h1>{account.name}</h1>;
}
