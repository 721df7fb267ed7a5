"use client";

import { useEffect, useState } from "react";

export function StudioNumbers() {
  const [numbers, setNumbers] = useState<any>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    fetch("/api/numbers")
      .then((res) => {
        if (!res.ok) throw new Error(`Numbers answered ${res.status}`);
        return res.json();
      })
      .then(setNumbers)
      .catch(() => setFailed(true));
  }, []);

  if (failed) return <p className="error">The numbers could not be loaded.</p>;
  if (!numbers) return null;

  return (
    <p className="muted">
      {numbers.classes} classes with {numbers.teachers} teachers so far
    </p>
  );
}
