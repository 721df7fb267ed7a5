import { useEffect, useState } from "react";
import { ApiError, apiRequest } from "@/lib/api";
import { clearToken, getToken } from "@/lib/token";

export default function NotesPage() {
  const [name, setName] = useState("");
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const restore = async () => {
      if (!getToken()) return;
      try {
        const person = await (await apiRequest("GET", "/api/auth/user")).json();
        setName(person.username);
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) clearToken();
        else setFailed(true);
      }
    };
    void restore();
  }, []);

  if (failed) return <p role="alert">We could not reach the shop. Please try again.</p>;
  return <p>{name}</p>;
}
