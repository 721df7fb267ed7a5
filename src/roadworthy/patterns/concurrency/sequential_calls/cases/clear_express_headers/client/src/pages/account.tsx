import { useEffect, useState } from "react";

async function asked(path: string, options: RequestInit = {}) {
  const answer = await fetch(path, { headers: { accept: "application/json", ...options.headers } });
  if (!answer.ok) throw new Error("refused");
  return answer.json();
}

export default function AccountPage() {
  const [name, setName] = useState("");
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const load = async () => {
      try {
        const visit = await asked("/api/visit");
        const account = await asked("/api/account", { headers: { authorization: `Bearer ${visit.token}` } });
        setName(`${account.name} ${visit.number}`);
      } catch {
        setFailed(true);
      }
    };
    load();
  }, []);

  return failed ? <p>The account could not be loaded</p> : <h1>{name}</h1>;
}
