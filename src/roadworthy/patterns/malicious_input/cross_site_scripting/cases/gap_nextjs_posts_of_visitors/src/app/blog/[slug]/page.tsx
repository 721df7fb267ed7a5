import fs from "node:fs/promises";
import path from "node:path";
import matter from "gray-matter";
import { remark } from "remark";
import html from "remark-html";
import { eq } from "drizzle-orm";
import { db } from "@/server/db";
import { notes } from "@/server/schema";

export default async function Post({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const [note] = await db.select().from(notes).where(eq(notes.title, slug)).limit(1);
  const text = String(await remark().use(html, { sanitize: false }).process(note.body));
  return <article dangerouslySetInnerHTML={{ __html: text }} />;
}
