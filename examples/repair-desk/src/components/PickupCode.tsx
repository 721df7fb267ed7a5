import { useState } from "react";
import { supabase } from "@/lib/supabase";

export function PickupCode({ ticketId }: { ticketId: string }) {
  const [code, setCode] = useState("");

  async function ask() {
    const { data } = await supabase.functions.invoke("pickup-code", { body: { ticketId } });
    setCode(data.code);
  }

  if (code) return <p>Your code for picking it up: {code}</p>;

  return <button onClick={ask}>Show my pick-up code</button>;
}
