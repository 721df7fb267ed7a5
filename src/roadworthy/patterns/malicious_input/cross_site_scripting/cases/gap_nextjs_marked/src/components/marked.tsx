"use client";

import { useSearchParams } from "next/navigation";

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

export function Marked({ text }: { text: string }) {
  const sought = useSearchParams().get("q") ?? "";
  const html = escaped(text).replace(new RegExp(sought, "gi"), `<mark>${sought}</mark>`);
  return <p dangerouslySetInnerHTML={{ __html: html }} />;
}
