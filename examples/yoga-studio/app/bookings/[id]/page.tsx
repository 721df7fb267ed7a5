"use client";

import moment from "moment";
import { useParams } from "next/navigation";
import { useEffect, useState } from "react";

export default function TicketPage() {
  const { id } = useParams<{ id: string }>();
  const [booking, setBooking] = useState<any>(null);

  useEffect(() => {
    fetch(`/api/bookings/${id}`)
      .then((res) => res.json())
      .then(setBooking);
  }, [id]);

  if (!booking) return <p>Loading...</p>;

  return (
    <div className="card">
      <h1>{booking.class.title}</h1>
      <p>{moment(booking.class.startsAt).format("dddd D MMMM, HH:mm")}</p>
      <p className="muted">Show this page at the door. Ticket no. {booking.id}</p>
      {booking.note && <p>Your note: {booking.note}</p>}
    </div>
  );
}
