"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { ClassCard } from "@/components/class-card";
import { DailyQuote } from "@/components/daily-quote";
import { LoadError } from "@/components/load-error";
import { Pager } from "@/components/pager";
import { request } from "@/lib/api";
import { PAGE_SIZE } from "@/lib/pages";
import type { ClassItem, Level } from "@/lib/types";

const LEVELS: Level[] = ["all", "beginner", "advanced"];

function addressOf(q: string, level: Level | "", page: number): string {
  const params = new URLSearchParams({ page: String(page) });
  if (q) params.set("q", q);
  if (level) params.set("level", level);
  return `/api/classes?${params}`;
}

export default function HomePage() {
  const [q, setQ] = useState("");
  const [level, setLevel] = useState<Level | "">("");
  const [page, setPage] = useState(1);
  const address = addressOf(useDeferredValue(q), level, page);
  const { data, error, refetch } = useQuery({
    queryKey: [address],
    queryFn: () => request<ClassItem[]>(address),
    placeholderData: keepPreviousData,
  });

  function choose(name: Level) {
    setLevel(level === name ? "" : name);
    setPage(1);
  }

  function search(text: string) {
    setQ(text);
    setPage(1);
  }

  return (
    <>
      <section className="hero">
        <h1>Breathe. Stretch. Repeat.</h1>
        <p>Find a class that fits your day.</p>
        <DailyQuote />
      </section>
      <input
        aria-label="Search classes"
        placeholder="Search classes..."
        maxLength={100}
        value={q}
        onChange={(e) => search(e.target.value)}
      />
      <div className="chips">
        {LEVELS.map((name) => (
          <button
            key={name}
            type="button"
            className={level === name ? "chip active" : "chip"}
            aria-pressed={level === name}
            onClick={() => choose(name)}
          >
            {name}
          </button>
        ))}
      </div>
      {error && <LoadError error={error} retry={refetch} />}
      {!data && !error && <p>Loading...</p>}
      {data?.length === 0 && <p>No class fits.</p>}
      <div className="grid">
        {data?.map((item) => (
          <ClassCard key={item.id} item={item} />
        ))}
      </div>
      <Pager page={page} more={(data?.length ?? 0) === PAGE_SIZE} onChange={setPage} />
    </>
  );
}
