import { useEffect, useState } from "react";
import { Link } from "react-router-dom";
import { PriceList } from "@/components/PriceList";
import { supabase } from "@/lib/supabase";

export default function Home() {
  const [feedback, setFeedback] = useState<any[]>([]);
  const [notice, setNotice] = useState("");

  useEffect(() => {
    supabase
      .from("feedback")
      .select("*")
      .then(({ data }) => setFeedback(data || []));
    supabase
      .from("announcements")
      .select("text")
      .limit(1)
      .then(({ data }) => setNotice(data?.[0]?.text || ""));
  }, []);

  const average = feedback.length ? feedback.reduce((sum, item) => sum + item.rating, 0) / feedback.length : 0;

  return (
    <>
      <div className="card">
        <h1>Don't bin it. Bring it.</h1>
        <p>Phones, laptops, lamps, jackets: we repair nearly everything within a week.</p>
        {notice && <p>{notice}</p>}
        <Link to="/tickets/new">Open a ticket</Link>
      </div>
      <PriceList />
      <h2>What customers say ({average.toFixed(1)} of 5)</h2>
      {feedback.map((item) => (
        <div key={item.id} className="card">
          {"★".repeat(item.rating)}
          <p>{item.comment}</p>
        </div>
      ))}
    </>
  );
}
