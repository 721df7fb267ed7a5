"use client";

import { useEffect, useState } from "react";
import ReactMarkdown from "react-markdown";
import rehypeRaw from "rehype-raw";
import rehypeSanitize from "rehype-sanitize";

export function Preview({ id }: { id: string }) {
  const [page, setPage] = useState<{ body: string } | null>(null);
  useEffect(() => {
    fetch(`/api/pages/${id}`).then(async (answer) => setPage(answer.ok ? await answer.json() : { body: "Not to be had now" }));
  }, [id]);
  if (page === null) return <p>One moment</p>;
  return <ReactMarkdown rehypePlugins={[rehypeRaw, rehypeSanitize]}>{page.body}</ReactMarkdown>;
}
