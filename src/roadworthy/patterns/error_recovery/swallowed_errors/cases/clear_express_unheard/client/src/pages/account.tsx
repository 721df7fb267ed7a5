import { useEffect, useState } from "react";

interface Account {
  name: string;
  email: string;
}

export default function AccountPage() {
  const [account, setAccount] = useState<Account | null>(null);
  const [problem, setProblem] = useState(false);

  useEffect(() => {
    const load = async () => {
      try {
        const answer = await fetch("/api/account");
        if (!answer.ok) throw new Error("refused");
        setAccount(await answer.json());
      } catch {
        setProblem(true);
      }
    };
    load();
  }, []);

  return (
    <>
      <h1>Account</h1>
      {problem && <p role="alert">The account could not be loaded</p>}
      <p>{account?.name}</p>
      <p>{account?.email}</p>
    </>
  );
}
