import { useState } from "react";
import { supabase } from "@/lib/supabase";

export default function ProductsPage() {
  const [told, setTold] = useState("");

  async function signUp(evening: { id: string; capacity: number }, userId: string) {
    const { error } = await supabase.from("event_signups").insert({ evening_id: evening.id, user_id: userId });
    setTold(error ? "That did not work" : "You are in");
  }

  return (
    <section>
      <p>{told}</p>
      {[{ id: "5b0c8f0e-0000-4000-8000-000000000001", capacity: 20 }].map((evening) => (
        <button key={evening.id} onClick={() => signUp(evening, "5b0c8f0e-0000-4000-8000-000000000002")}>
          Sign up
        </button>
      ))}
    </section>
  );
}
