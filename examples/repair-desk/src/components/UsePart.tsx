import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

export function UsePart({ ticketId }: { ticketId: string }) {
  const [parts, setParts] = useState<any[]>([]);
  const [partId, setPartId] = useState("");

  useEffect(() => {
    supabase
      .from("parts")
      .select("*")
      .then(({ data }) => setParts(data || []));
  }, []);

  async function take() {
    const { data: part } = await supabase.from("parts").select("stock").eq("id", partId).single();
    if (part!.stock <= 0) {
      alert("None left");
      return;
    }
    await supabase
      .from("parts")
      .update({ stock: part!.stock - 1 })
      .eq("id", partId);
    await supabase.from("ticket_parts").insert({ ticket_id: ticketId, part_id: partId, quantity: 1 });
  }

  return (
    <p>
      <select value={partId} onChange={(e) => setPartId(e.target.value)}>
        <option value="">Part...</option>
        {parts.map((part) => (
          <option key={part.id} value={part.id}>
            {part.name} ({part.stock})
          </option>
        ))}
      </select>{" "}
      <button onClick={take}>Use part</button>
    </p>
  );
}
