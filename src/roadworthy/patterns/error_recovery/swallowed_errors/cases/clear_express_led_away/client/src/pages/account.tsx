import { useEffect, useState } from "react";
import { useNavigate } from "react-router-dom";

type Person = { email: string };

export function AccountPage() {
  const navigate = useNavigate();
  const [person, setPerson] = useState<Person | null>(null);
  const [said, setSaid] = useState("");

  useEffect(() => {
    const restore = async () => {
      try {
        const answer = await fetch("/api/auth/user");
        if (!answer.ok) throw new Error(String(answer.status));
        setPerson(await answer.json());
      } catch (error) {
        console.error("who is there:", error);
        if (error instanceof Error && error.message === "401") navigate("/login");
        else setSaid("Your account could not be loaded. Try again.");
      }
    };
    void restore();
  }, [navigate]);

  return said ? <p role="alert">{said}</p> : <p>{person ? person.email : "…"}</p>;
}
