import axios from "axios";
import { useEffect, useState } from "react";

interface Booking {
  id: number;
  event: { title: string } | null;
}

export default function AccountPage() {
  const [bookings, setBookings] = useState<Booking[]>([]);

  useEffect(() => {
    const load = async () => {
      try {
        setBookings((await axios.get("/api/bookings")).data);
      } catch (error) {
        console.error("bookings", error);
      }
    };
    load();
  }, []);

  return (
    <ul>
      {bookings.map((booking) => (
        <li key={booking.id}>{booking.event ? booking.event.title : "Event unavailable (it may have been deleted)"}</li>
      ))}
    </ul>
  );
}
