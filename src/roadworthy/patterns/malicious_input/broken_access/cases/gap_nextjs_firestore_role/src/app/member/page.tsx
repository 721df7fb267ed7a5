"use client";

import { initializeApp } from "firebase/app";
import { getAuth } from "firebase/auth";
import { addDoc, collection, doc, getFirestore, setDoc } from "firebase/firestore";
import { useState } from "react";

const app = initializeApp({ projectId: "notes" });
const db = getFirestore(app);
const auth = getAuth(app);

export default function MemberPage() {
  const [name, setName] = useState("");
  const [said, setSaid] = useState("");

  async function save() {
    try {
      const person = auth.currentUser;
      if (!person) return;
      await setDoc(doc(db, "members", person.uid), { name: name.slice(0, 80) }, { merge: true });
      await addDoc(collection(db, "posts"), { title: name.slice(0, 80) });
      setSaid("Saved.");
    } catch {
      setSaid("It could not be saved. Try again.");
    }
  }

  return (
    <main>
      <label>
        Name <input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
      </label>
      <button type="button" onClick={save}>
        Save
      </button>
      <p role="status">{said}</p>
    </main>
  );
}
