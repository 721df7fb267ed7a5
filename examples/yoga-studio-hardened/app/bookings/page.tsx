import Link from "next/link";
import { SubmitButton } from "@/components/submit-button";
import { ownBookings } from "@/lib/bookings";
import { formatTime } from "@/lib/format";
import { pageQuery } from "@/lib/input";
import { PAGE_SIZE } from "@/lib/pages";
import { requireUser } from "@/lib/session";
import { cancelBooking } from "./actions";

export default async function BookingsPage({ searchParams }: { searchParams: Promise<{ page?: string }> }) {
  const user = await requireUser();
  const asked = pageQuery.safeParse(await searchParams);
  const page = asked.success ? asked.data.page : 1;
  const items = await ownBookings(user.id, page);

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
            {formatTime(item.startsAt)} with {item.teacher}
          </p>
          {item.status === "booked" ? (
            <form action={cancelBooking}>
              <input type="hidden" name="id" value={item.id} />
              <SubmitButton>Cancel</SubmitButton>
            </form>
          ) : (
            <p>Cancelled</p>
          )}
        </div>
      ))}
      {items.length === PAGE_SIZE && <Link href={`/bookings?page=${page + 1}`}>Earlier bookings</Link>}
    </>
  );
}
