"use client";

import { useEffect, useState } from "react";

export default function RatesPage() {
  const [loading, setLoading] = useState(true);
  const [rate, setRate] = useState("");

  useEffect(() => {
    const load = async () => {
      const answer = await fetch("/api/rates");
      if (answer.ok) setRate(await answer.text());
      setLoading(false);
    };
    load();
  }, []);

  return <main>{loading ? <p>Loading…</p> : <p>{rate || "There is no rate today."}</p>}</main>;
}
