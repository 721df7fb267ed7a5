import { connection } from "next/server";
import { findTeachers } from "@/lib/timetable";

export default async function TeachersPage() {
  // Made when somebody asks and not while the app is built, where there is no database; its rows are kept for five minutes
  await connection();
  const rows = await findTeachers();
  return (
    <>
      <h1>Our teachers</h1>
      <div className="grid">
        {rows.map((teacher) => (
          <div key={teacher.id} className="card">
            <img src={teacher.photo} alt={teacher.name} width={320} height={200} loading="lazy" />
            <h3>{teacher.name}</h3>
            <p>{teacher.bio}</p>
          </div>
        ))}
      </div>
    </>
  );
}
