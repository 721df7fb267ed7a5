import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { supabase } from "@/lib/supabase";

export default function NotesPage() {
  const [visit, setVisit] = useState({ dentist_id: "", visit_date: "", visit_time: "" });
  const book = useMutation({
    mutationFn: async () => {
      const { data } = await supabase.auth.getUser();
      const { error } = await supabase.from("appointments").insert({ patient_id: data.user?.id, ...visit });
      if (error) throw error;
    },
  });

  return (
    <section>
      <label>
        Day{" "}
        <input type="date" onChange={(event) => setVisit({ ...visit, visit_date: event.target.value })} />
      </label>
      <button type="button" disabled={book.isPending} onClick={() => book.mutate()}>
        Book
      </button>
      {book.isError && <p role="alert">It was not booked. Please try again.</p>}
    </section>
  );
}
