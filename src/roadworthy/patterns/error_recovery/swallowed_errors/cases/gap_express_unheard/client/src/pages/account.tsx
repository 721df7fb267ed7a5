import { useEffect, useState } from "react";

interface Account {
  name: string;
  email: string;
}

export default function AccountPage() {
  const [account, setAccount] = useState<Account | null>(null);

  useEffect(() => {
    const load = async () => {
      const answer = await fetch("/api/account");
      if (!answer.ok) throw new Error("refused");
      setAccount(await answer.json());
    };
    load();
  }, []);

  return (
    <>
      <h1>Account</h1>
      <p>{account?.name}</p>
      <p>{account?.email}</p>
    </>
  );
}
