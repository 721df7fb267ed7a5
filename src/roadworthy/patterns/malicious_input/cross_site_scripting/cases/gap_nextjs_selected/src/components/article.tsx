"use client";

import DOMPurify from "isomorphic-dompurify";
import { useSelector } from "react-redux";

export function Article() {
  const { current } = useSelector((state: { article: { current: { content: string } } }) => state.article);
  return <article dangerouslySetInnerHTML={{ __html: current.content }} />;
}
