import { asc } from "drizzle-orm";
import { db } from "@/server/db";
import { shelves } from "@/server/shelves";
import { ShelfForm } from "./shelf-form";

export default async function ShelvesPage() {
  const rows = await db.select().from(shelves).orderBy(asc(shelves.id)).limit(50);
  return (
    <>
      <ShelfForm />
      <ul>
        {rows.map((one) => (
          <li key={one.id}>{one.name}</li>
        ))}
      </ul>
    </>
  );
}
