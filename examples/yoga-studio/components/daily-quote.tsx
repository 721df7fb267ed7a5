"use client";

import { useEffect, useState } from "react";

export function DailyQuote() {
  const [quote, setQuote] = useState<any>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    // The quote can wait until the page is there
    const handle = requestIdleCallback(async () => {
      const res = await fetch("/api/quote");
      if (res.ok) setQuote(await res.json());
      else setFailed(true);
    });
    return () => cancelIdleCallback(handle);
  }, []);

  if (failed) return <p className="error">No quote today.</p>;
  if (!quote?.text) return null;

  return (
    <blockquote>
      {quote.text} <span className="muted">{quote.author}</span>
    </blockquote>
  );
}
