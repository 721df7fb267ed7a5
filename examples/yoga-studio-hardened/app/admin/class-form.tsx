"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useActionState, useEffect } from "react";
import { LoadError } from "@/components/load-error";
import { request } from "@/lib/api";
import type { Teacher } from "@/lib/types";
import { createClass } from "./actions";

export function ClassForm() {
  const queries = useQueryClient();
  const [state, action, pending] = useActionState(createClass, { created: 0, error: "" });
  const { data, error, refetch } = useQuery({
    queryKey: ["/api/teachers"],
    queryFn: () => request<Teacher[]>("/api/teachers"),
  });

  useEffect(() => {
    if (state.created) void queries.invalidateQueries();
  }, [state.created, queries]);

  if (error) return <LoadError error={error} retry={refetch} />;
  return (
    <form action={action}>
      <input name="title" aria-label="Title" placeholder="Title" required maxLength={120} />
      <textarea name="description" aria-label="Description" placeholder="Description" required maxLength={2000} />
      <select name="level" aria-label="Level">
        <option>all</option>
        <option>beginner</option>
        <option>advanced</option>
      </select>
      <select name="teacherId" aria-label="Teacher">
        {data?.map((teacher) => (
          <option key={teacher.id} value={teacher.id}>
            {teacher.name}
          </option>
        ))}
      </select>
      <input name="startsAt" type="datetime-local" aria-label="Starts" required />
      <input name="spotsLeft" type="number" aria-label="Spots" defaultValue={12} min={0} max={500} />
      <button type="submit" disabled={pending}>
        Create
      </button>
      {state.error && (
        <p className="error" role="alert">
          {state.error}
        </p>
      )}
    </form>
  );
}
