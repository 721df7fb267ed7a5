"use client";

import { useEffect, useState } from "react";

export function Preview({ id }: { id: string }) {
  const [page, setPage] = useState<{ body: string } | null>(null);
  useEffect(() => {
    fetch(`/api/pages/${id}`).then(async (answer) => setPage(answer.ok ? await answer.json() : { body: "Not to be had now" }));
  }, [id]);
  if (page === null) return <p>One moment</p>;
  const show = () => document.querySelector("#box")?.insertAdjacentHTML("beforeend", `<b>${page.body}</b>`);
  return <button type="button" onClick={show}>Show</button>;
}
