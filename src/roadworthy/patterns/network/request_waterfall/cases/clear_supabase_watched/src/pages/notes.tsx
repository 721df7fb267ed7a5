import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

export default function NotesPage() {
  const [name, setName] = useState("");
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function loadName(userId: string) {
      const { data, error } = await supabase.from("profiles").select("name").eq("id", userId).single();
      if (error) setFailed(true);
      else setName(data.name);
    }
    const { data: watched } = supabase.auth.onAuthStateChange((event, session) => {
      if (event === "SIGNED_IN" && session) setTimeout(() => void loadName(session.user.id), 0);
    });
    supabase.auth.getSession().then(({ data: { session } }) => {
      if (session) void loadName(session.user.id);
    });
    return () => watched.subscription.unsubscribe();
  }, []);

  if (failed) return <p role="alert">Your name could not be loaded. Please try again.</p>;
  return <h1>Notes of {name}</h1>;
}
