import { desc, eq } from "drizzle-orm";
import { NextResponse, type NextRequest } from "next/server";
import { db } from "@/db";
import { bookings, classes, users } from "@/db/schema";
import { sendMail } from "@/lib/mail";
import { getUser } from "@/lib/session";

export async function GET() {
  const user = await getUser();
  if (!user) return NextResponse.json({ error: "Unauthorized" }, { status: 401 });
  const rows = await db
    .select()
    .from(bookings)
    .innerJoin(classes, eq(bookings.classId, classes.id))
    .where(eq(bookings.userId, user.id))
    .orderBy(desc(bookings.createdAt));
  return NextResponse.json(rows.map((row) => ({ ...row.bookings, class: row.classes })));
}

export async function POST(request: NextRequest) {
  const user = await getUser();
  if (!user) return NextResponse.json({ error: "Unauthorized" }, { status: 401 });
  const { classId, note } = await request.json();

  const [yogaClass] = await db.select().from(classes).where(eq(classes.id, classId));
  if (!yogaClass) return NextResponse.json({ error: "Class not found" }, { status: 404 });
  if (yogaClass.spotsLeft <= 0) return NextResponse.json({ error: "This class is full" }, { status: 409 });
  if (user.credits < 1) return NextResponse.json({ error: "Not enough credits" }, { status: 402 });

  const [booking] = await db
    .insert(bookings)
    .values({ userId: user.id, classId, note })
    .returning();
  await db
    .update(classes)
    .set({ spotsLeft: yogaClass.spotsLeft - 1 })
    .where(eq(classes.id, classId));
  await db
    .update(users)
    .set({ credits: user.credits - 1 })
    .where(eq(users.id, user.id));

  await sendMail(user.email, `You are booked: ${yogaClass.title}`, `Hi ${user.name},\n\nsee you on the mat!`);
  return NextResponse.json(booking, { status: 201 });
}
