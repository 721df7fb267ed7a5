import { desc, eq } from "drizzle-orm";
import Link from "next/link";
import { redirect } from "next/navigation";
import { db } from "@/db";
import { bookings, classes, teachers } from "@/db/schema";
import { getUser } from "@/lib/session";
import { cancelBooking } from "./actions";

export default async function BookingsPage() {
  const user = await getUser();
  if (!user) redirect("/login");
  const rows = await db
    .select()
    .from(bookings)
    .where(eq(bookings.userId, user.id))
    .orderBy(desc(bookings.createdAt));

  const items = await Promise.all(
    rows.map(async (booking) => {
      const [yogaClass] = await db.select().from(classes).where(eq(classes.id, booking.classId));
      const [teacher] = await db.select().from(teachers).where(eq(teachers.id, yogaClass.teacherId));
      return { ...booking, title: yogaClass.title, startsAt: yogaClass.startsAt, teacher: teacher.name };
    }),
  );

  return (
    <>
      <h1>My bookings</h1>
      {items.length === 0 && <p>Nothing booked yet.</p>}
      {items.map((item) => (
        <div key={item.id} className="card">
          <h3>
            <Link href={`/bookings/${item.id}`}>{item.title}</Link>
          </h3>
          <p className="muted">
            {item.startsAt.toLocaleString()} with {item.teacher}
          </p>
          <form action={cancelBooking}>
            <input type="hidden" name="id" value={item.id} />
            <button type="submit">Cancel</button>
          </form>
        </div>
      ))}
    </>
  );
}
