import { useEffect, useState } from "react";
import api from "../lib/api";

interface Account {
  name: string;
  email: string;
}

export default function AccountPage() {
  const [account, setAccount] = useState<Account | null>(null);

  useEffect(() => {
    api.get("/account").then((answer) => setAccount(answer.data));
  }, []);

  return (
    <>
      <h1>Account</h1>
      <p>{account?.name}</p>
      <p>{account?.email}</p>
    </>
  );
}
