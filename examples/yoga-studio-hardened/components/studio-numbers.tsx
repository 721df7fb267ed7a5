"use client";

import { useQuery } from "@tanstack/react-query";
import { request } from "@/lib/api";
import { LoadError } from "./load-error";

export function StudioNumbers() {
  const { data, error, refetch } = useQuery({
    queryKey: ["/api/numbers"],
    queryFn: () => request<{ classes: number; teachers: number }>("/api/numbers"),
  });

  if (error) return <LoadError error={error} retry={refetch} />;
  if (!data) return null;
  return (
    <p className="muted">
      {data.classes} classes with {data.teachers} teachers so far
    </p>
  );
}
