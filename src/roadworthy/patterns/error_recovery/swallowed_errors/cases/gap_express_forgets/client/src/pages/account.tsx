import { useEffect, useState } from "react";

type Person = { email: string };

export function AccountPage() {
  const [person, setPerson] = useState<Person | null>(null);
  const [said, setSaid] = useState("");

  useEffect(() => {
    const restore = async () => {
      const token = localStorage.getItem("token");
      if (!token) return;
      try {
        const answer = await fetch("/api/auth/user", { headers: { Authorization: `Bearer ${token}` } });
        if (!answer.ok) throw new Error(String(answer.status));
        setPerson(await answer.json());
      } catch {
        localStorage.removeItem("token");
        setSaid("Please sign in.");
      }
    };
    void restore();
  }, []);

  return said ? <p role="alert">{said}</p> : <p>{person ? person.email : "Sign in"}</p>;
}
