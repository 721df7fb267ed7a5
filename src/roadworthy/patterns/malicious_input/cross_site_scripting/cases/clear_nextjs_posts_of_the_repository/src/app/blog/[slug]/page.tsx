import fs from "node:fs/promises";
import path from "node:path";
import matter from "gray-matter";
import { remark } from "remark";
import html from "remark-html";

export default async function Post({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const file = await fs.readFile(path.join(process.cwd(), "posts", `${path.basename(slug)}.md`), "utf8");
  const text = String(await remark().use(html, { sanitize: false }).process(matter(file).content));
  return <article dangerouslySetInnerHTML={{ __html: text }} />;
}
