import { useState } from "react";
import { supabase } from "@/lib/supabase";

async function takeSeat(id: string) {
  const { data, error } = await supabase.from("trips").select("seats").eq("id", id).single();
  if (error) throw error;
  const left = data.seats - 1;
  if (left < 0) throw new Error("No seat is left");
  const { error: failed } = await supabase.from("trips").update({ seats: left }).eq("id", id);
  if (failed) throw failed;
}

export default function ProductsPage() {
  const [said, setSaid] = useState("");
  return (
    <button
      type="button"
      onClick={() => takeSeat("1").then(() => setSaid("Taken"), () => setSaid("That did not work"))}
    >
      Take a seat {said}
    </button>
  );
}
