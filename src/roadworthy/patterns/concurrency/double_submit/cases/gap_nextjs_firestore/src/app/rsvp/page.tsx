"use client";
import { getFirestore, addDoc, collection, doc, setDoc } from "firebase/firestore";
import { useState } from "react";

const db = getFirestore();

export default function Rsvp({ evening, person }: { evening: string; person: string }) {
  const [told, setTold] = useState("");

  async function come() {
    try {
      await addDoc(collection(db, "rsvps"), { evening, person });
      setTold("You are in");
    } catch {
      setTold("That did not work");
    }
  }

  return (
    <section>
      <p>{told}</p>
      <button onClick={come}>I come</button>
    </section>
  );
}
