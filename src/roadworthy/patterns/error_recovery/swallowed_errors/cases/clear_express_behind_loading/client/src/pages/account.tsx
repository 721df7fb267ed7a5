import axios from "axios";
import { useEffect, useState } from "react";

type Account = { name: string; email: string };

export default function AccountPage() {
  const [account, setAccount] = useState<Account | null>(null);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    async function load() {
      try {
        const answer = await axios.get<Account>("/api/account");
        setAccount(answer.data);
      } catch {
        setError("Your account could not be loaded");
      }
    }
    void load();
  }, []);

  if (error) return <p role="alert">{error}</p>;
  if (!account) return <p>Loading your account</p>;

  return (
    <section>
      <h1>{account.name}</h1>
      <p>{account.email}</p>
    </section>
  );
}
