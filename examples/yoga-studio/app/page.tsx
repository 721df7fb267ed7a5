"use client";

import { useEffect, useState } from "react";
import { ClassCard } from "@/components/class-card";
import { DailyQuote } from "@/components/daily-quote";

const LEVELS = ["all", "beginner", "advanced"];

export default function HomePage() {
  const [classes, setClasses] = useState<any[]>([]);
  const [q, setQ] = useState("");
  const [level, setLevel] = useState("");

  useEffect(() => {
    const params = new URLSearchParams();
    if (q) params.set("q", q);
    if (level) params.set("level", level);
    fetch(`/api/classes?${params}`)
      .then((res) => res.json())
      .then((data) => setClasses(data))
      .catch((err) => console.error(err));
  }, [q, level]);

  return (
    <>
      <section className="hero">
        <h1>Breathe. Stretch. Repeat.</h1>
        <p>Find a class that fits your day.</p>
        <DailyQuote />
      </section>
      <input placeholder="Search classes..." value={q} onChange={(e) => setQ(e.target.value)} />
      <div className="chips">
        {LEVELS.map((name) => (
          <div
            key={name}
            className={level === name ? "chip active" : "chip"}
            onClick={() => setLevel(level === name ? "" : name)}
          >
            {name}
          </div>
        ))}
      </div>
      <div className="grid">
        {classes.map((item) => (
          <ClassCard key={item.id} item={item} />
        ))}
      </div>
    </>
  );
}
