"use client";

import { initializeApp } from "firebase/app";
import { getAuth } from "firebase/auth";
import { collection, getDocs, getFirestore, limit, orderBy, query, where } from "firebase/firestore";
import { useEffect, useState } from "react";

const app = initializeApp({ projectId: "notes" });

export default function BookingsPage() {
  const [rooms, setRooms] = useState<string[]>([]);
  const [said, setSaid] = useState("");

  useEffect(() => {
    const person = getAuth(app).currentUser;
    if (!person) return;
    const own = query(
      collection(getFirestore(app), "bookings"),
      where("guestId", "==", person.uid),
      orderBy("madeAt", "desc"),
      limit(20),
    );
    getDocs(own)
      .then((found) => setRooms(found.docs.map((one) => one.data().room)))
      .catch(() => setSaid("They could not be read. Try again."));
  }, []);

  return (
    <main>
      <ul>
        {rooms.map((room) => (
          <li key={room}>{room}</li>
        ))}
      </ul>
      <p role="status">{said}</p>
    </main>
  );
}
