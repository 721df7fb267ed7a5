import { useCallback, useEffect, useState } from "react";

interface Account {
  id: number;
  name: string;
}

function useAccounts() {
  const [accounts, setAccounts] = useState<Account[]>([]);
  const [error, setError] = useState<string | null>(null);

  const load = useCallback(async () => {
    try {
      const answer = await fetch("/api/accounts");
      if (!answer.ok) throw new Error("The accounts could not be loaded");
      setAccounts(await answer.json());
    } catch (failure) {
      setError(String(failure));
    }
  }, []);

  const removeAccount = async (id: number) => {
    try {
      const answer = await fetch(`/api/accounts/${id}`, { method: "DELETE" });
      if (!answer.ok) throw new Error("The account could not be removed");
      setAccounts((kept) => kept.filter((one) => one.id !== id));
    } catch (failure) {
      console.error(failure);
      throw failure;
    }
  };

  useEffect(() => {
    load();
  }, [load]);

  return { accounts, error, removeAccount };
}

export default function AccountPage() {
  const { accounts, error, removeAccount } = useAccounts();

  const onRemove = async (id: number) => {
    try {
      await removeAccount(id);
    } catch (failure) {}
  };

  return (
    <>
      <h1>Accounts</h1>
      {error && <p>{error}</p>}
      {accounts.map((one) => (
        <p key={one.id}>
          {one.name}
          <button onClick={() => onRemove(one.id)}>Remove</button>
          <button onClick={() => removeAccount(one.id)}>Remove now</button>
        </p>
      ))}
    </>
  );
}
