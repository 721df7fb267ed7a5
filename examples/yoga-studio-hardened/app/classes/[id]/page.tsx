import Link from "next/link";
import { notFound } from "next/navigation";
import { BookButton } from "@/components/book-button";
import { LiveSpots } from "@/components/live-spots";
import { Reviews } from "@/components/reviews";
import { ShareButton } from "@/components/share-button";
import { formatTime } from "@/lib/format";
import { rowId } from "@/lib/input";
import { findClass, findTeacher, similarClasses } from "@/lib/timetable";

export default async function ClassPage({ params }: { params: Promise<{ id: string }> }) {
  const id = rowId.safeParse((await params).id);
  const item = id.success ? await findClass(id.data) : null;
  if (!item) notFound();
  const [teacher, similar] = await Promise.all([findTeacher(item.teacherId), similarClasses(item.id, item.level)]);

  return (
    <>
      <h1>{item.title}</h1>
      <p className="muted">{formatTime(item.startsAt)}</p>
      <p>{item.description}</p>
      {teacher && (
        <div className="card">
          <img src={teacher.photo} alt={teacher.name} width={320} height={200} />
          <h3>{teacher.name}</h3>
          <p>{teacher.bio}</p>
        </div>
      )}
      <LiveSpots classId={item.id} initial={item.spotsLeft} />
      <BookButton classId={item.id} full={item.spotsLeft <= 0} />
      <ShareButton />
      <Reviews classId={item.id} />
      <h2>You may also like</h2>
      <ul>
        {similar.map((other) => (
          <li key={other.id}>
            <Link href={`/classes/${other.id}`}>{other.title}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}
