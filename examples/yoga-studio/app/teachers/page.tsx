import { asc } from "drizzle-orm";
import { db } from "@/db";
import { teachers } from "@/db/schema";

export const dynamic = "force-dynamic";

export default async function TeachersPage() {
  const rows = await db.select().from(teachers).orderBy(asc(teachers.name));
  return (
    <>
      <h1>Our teachers</h1>
      <div className="grid">
        {rows.map((teacher) => (
          <div key={teacher.id} className="card">
            <img src={teacher.photo} alt={teacher.name} />
            <h3>{teacher.name}</h3>
            <p>{teacher.bio}</p>
          </div>
        ))}
      </div>
    </>
  );
}
