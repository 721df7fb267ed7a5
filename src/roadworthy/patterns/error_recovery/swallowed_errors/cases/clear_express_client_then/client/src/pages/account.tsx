import { useEffect, useState } from "react";
import api from "../lib/api";

interface Account {
  name: string;
  email: string;
}

export default function AccountPage() {
  const [account, setAccount] = useState<Account | null>(null);
  const [problem, setProblem] = useState(false);

  useEffect(() => {
    api
      .get("/account")
      .then((answer) => setAccount(answer.data))
      .catch(() => setProblem(true));
  }, []);

  return (
    <>
      <h1>Account</h1>
      <p>{account?.name}</p>
      <p>{account?.email}</p>
      {problem && <p role="alert">The account could not be loaded</p>}
    </>
  );
}
