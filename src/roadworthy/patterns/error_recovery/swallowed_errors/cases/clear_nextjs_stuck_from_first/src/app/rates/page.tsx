"use client";

import { useEffect, useState } from "react";

export default function RatesPage() {
  const [loading, setLoading] = useState(true);
  const [rate, setRate] = useState("");
  const [error, setError] = useState("");

  useEffect(() => {
    const load = async () => {
      try {
        const answer = await fetch("/api/rates");
        if (!answer.ok) throw new Error("no rate");
        setRate(await answer.text());
      } catch {
        setError("The rate could not be read. Reload the page.");
      } finally {
        setLoading(false);
      }
    };
    load();
  }, []);

  return <main>{loading ? <p>Loading…</p> : <p>{error || rate}</p>}</main>;
}
