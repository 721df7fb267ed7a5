import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

export default function Parts() {
  const [parts, setParts] = useState<any[]>([]);
  const [delivery, setDelivery] = useState<Record<string, number>>({});

  async function load() {
    const { data } = await supabase.from("parts").select("*").order("name");
    setParts(data || []);
  }

  useEffect(() => {
    load();
  }, []);

  async function book() {
    for (const part of parts) {
      if (delivery[part.id]) {
        await supabase
          .from("parts")
          .update({ stock: part.stock + delivery[part.id] })
          .eq("id", part.id);
      }
    }
    setDelivery({});
    load();
  }

  return (
    <>
      <h1>Parts</h1>
      {parts.map((part) => (
        <div key={part.id} className="card">
          <b>{part.name}</b> <span className="muted">{part.stock} in stock</span>{" "}
          <input
            type="number"
            placeholder="Delivered"
            value={delivery[part.id] ?? ""}
            onChange={(e) => setDelivery({ ...delivery, [part.id]: Number(e.target.value) })}
          />
        </div>
      ))}
      <button onClick={book}>Book the delivery</button>
    </>
  );
}
