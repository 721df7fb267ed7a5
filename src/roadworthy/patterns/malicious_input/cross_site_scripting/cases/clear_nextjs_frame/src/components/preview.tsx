"use client";

import { useEffect, useState } from "react";

export function Preview({ id }: { id: string }) {
  const [page, setPage] = useState<{ body: string } | null>(null);
  useEffect(() => {
    fetch(`/api/pages/${id}`).then(async (answer) => setPage(answer.ok ? await answer.json() : { body: "Not to be had now" }));
  }, [id]);
  if (page === null) return <p>One moment</p>;
  return <iframe title="Preview" sandbox="" srcDoc={page.body} />;
}
