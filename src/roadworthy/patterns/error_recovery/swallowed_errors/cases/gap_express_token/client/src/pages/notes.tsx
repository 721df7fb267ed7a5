import { useEffect, useState } from "react";
import { apiRequest } from "@/lib/api";
import { clearToken, getToken } from "@/lib/token";

export default function NotesPage() {
  const [name, setName] = useState("");

  useEffect(() => {
    const restore = async () => {
      if (!getToken()) return;
      try {
        const person = await (await apiRequest("GET", "/api/auth/user")).json();
        setName(person.username);
      } catch {
        clearToken();
      }
    };
    void restore();
  }, []);

  return <p>{name}</p>;
}
