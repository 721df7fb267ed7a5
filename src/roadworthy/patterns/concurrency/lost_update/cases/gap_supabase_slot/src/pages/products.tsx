import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

const TIMES = ["09:00", "10:00", "11:00"];

export default function ProductsPage() {
  const [day, setDay] = useState("2026-03-02");
  const [taken, setTaken] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");

  useEffect(() => {
    const load = async () => {
      const { data, error } = await supabase
        .from("appointments")
        .select("appointment_time")
        .eq("appointment_date", day)
        .in("status", ["pending", "confirmed"]);
      if (error) setSaid("The times could not be loaded. Please try again.");
      else setTaken(data.map((one) => one.appointment_time));
    };
    void load();
  }, [day]);

  const book = async (time: string) => {
    setBusy(true);
    const { error } = await supabase.from("appointments").insert({ appointment_date: day, appointment_time: time });
    setSaid(error ? "It was not booked. Please try again." : "It is booked.");
    setBusy(false);
  };

  return (
    <section>
      <h1>Appointments</h1>
      <p role="status">{said}</p>
      <input type="date" value={day} onChange={(event) => setDay(event.target.value)} aria-label="Day" />
      {TIMES.filter((time) => !taken.includes(time)).map((time) => (
        <button key={time} type="button" disabled={busy} onClick={() => book(time)}>
          {time}
        </button>
      ))}
    </section>
  );
}
