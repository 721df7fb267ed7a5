import { notFound } from "next/navigation";
import { ownBooking } from "@/lib/bookings";
import { formatTime } from "@/lib/format";
import { rowId } from "@/lib/input";
import { requireUser } from "@/lib/session";

export default async function TicketPage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requireUser();
  const id = rowId.safeParse((await params).id);
  const booking = id.success ? await ownBooking(user.id, id.data) : null;
  if (!booking) notFound();

  return (
    <div className="card">
      <h1>{booking.title}</h1>
      <p>{formatTime(booking.startsAt)}</p>
      <p className="muted">Show this page at the door. Ticket no. {booking.id}</p>
      {booking.note && <p>Your note: {booking.note}</p>}
    </div>
  );
}
