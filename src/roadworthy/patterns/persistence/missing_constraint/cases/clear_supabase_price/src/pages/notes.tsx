import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { supabase } from "@/lib/supabase";

export default function NotesPage() {
  const [price, setPrice] = useState("");
  const offer = useMutation({
    mutationFn: async () => {
      const { data } = await supabase.auth.getUser();
      const { error } = await supabase.from("offers").insert({ seller_id: data.user?.id, price: Number(price) });
      if (error) throw error;
    },
  });

  return (
    <section>
      <label>
        Price <input type="number" min={0} value={price} onChange={(event) => setPrice(event.target.value)} />
      </label>
      <button type="button" disabled={offer.isPending} onClick={() => offer.mutate()}>
        Offer
      </button>
      {offer.isError && <p role="alert">It was not saved. Please try again.</p>}
    </section>
  );
}
