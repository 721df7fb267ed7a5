"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { request } from "@/lib/api";
import { whenIdle } from "@/lib/browser";
import { LoadError } from "./load-error";

export function DailyQuote() {
  const [ready, setReady] = useState(false);
  useEffect(() => whenIdle(() => setReady(true)), []);

  const { data, error, refetch } = useQuery({
    queryKey: ["/api/quote"],
    queryFn: () => request<{ text?: string; author?: string }>("/api/quote"),
    enabled: ready,
  });

  if (error) return <LoadError error={error} retry={refetch} />;
  if (!data?.text) return null;
  return (
    <blockquote>
      {data.text} <span className="muted">{data.author}</span>
    </blockquote>
  );
}
