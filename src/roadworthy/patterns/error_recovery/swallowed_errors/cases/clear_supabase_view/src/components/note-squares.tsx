import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

const MONTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

export function NoteSquares() {
  const [months, setMonths] = useState<number[]>([]);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      const { data, error } = await supabase.from("notes").select("created_at").limit(500);
      setFailed(error !== null);
      if (data) setMonths(data.map((note) => new Date(note.created_at).getMonth()));
    }
    load();
  }, []);

  return (
    <section>
      <h1>Your year</h1>
      {failed && <p role="alert">Your notes could not be read. Please try again.</p>}
      <div style={{ display: "flex", gap: 4 }}>
        {MONTHS.map((month) => (
          <div key={month} style={{ width: 40, height: 40, background: months.includes(month) ? "#16803c" : "#dddddd" }} />
        ))}
      </div>
    </section>
  );
}
