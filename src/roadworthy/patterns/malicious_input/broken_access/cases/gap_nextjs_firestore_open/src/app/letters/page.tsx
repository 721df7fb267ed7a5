"use client";

import { initializeApp } from "firebase/app";
import { getAuth } from "firebase/auth";
import { addDoc, collection, getFirestore } from "firebase/firestore";
import { useState } from "react";

const app = initializeApp({ projectId: "notes" });

export default function LettersPage() {
  const [text, setText] = useState("");
  const [said, setSaid] = useState("");

  async function send() {
    try {
      const person = getAuth(app).currentUser;
      if (!person) return;
      await addDoc(collection(getFirestore(app), "letters"), { text: text.slice(0, 500), authorId: person.uid });
      setSaid("Sent.");
    } catch {
      setSaid("It could not be sent. Try again.");
    }
  }

  return (
    <main>
      <label>
        Letter <textarea value={text} maxLength={500} onChange={(event) => setText(event.target.value)} />
      </label>
      <button type="button" onClick={send}>
        Send
      </button>
      <p role="status">{said}</p>
    </main>
  );
}
