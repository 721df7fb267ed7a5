import { desc } from "drizzle-orm";
import { db } from "@/server/db";
import { notes } from "@/server/schema";

export default async function BoardPage() {
  const rows = await db.select({ id: notes.id, title: notes.title }).from(notes).orderBy(desc(notes.id)).limit(20);
  const listed = { "@context": "https://schema.org", "@type": "ItemList", itemListElement: rows.map((note) => note.title) };
  return (
    <>
      <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: JSON.stringify(listed).replace(/</g, "\\u003c") }} />
      <ul>
        {rows.map((note) => (
          <li key={note.id}>{note.title}</li>
        ))}
      </ul>
    </>
  );
}
