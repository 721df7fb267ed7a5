"use client";
import { collection, getDocs, getFirestore, limit, query } from "firebase/firestore";
import { useEffect, useState } from "react";

const db = getFirestore();

export default function Recipes() {
  const [titles, setTitles] = useState<string[]>([]);
  const [told, setTold] = useState("");

  useEffect(() => {
    async function load() {
      const found = await getDocs(query(collection(db, "recipes"), limit(20)));
      setTitles(found.docs.map((one) => one.data().title));
    }
    load();
  }, []);

  return (
    <section>
      <p>{told}</p>
      <ul>
        {titles.map((title) => (
          <li key={title}>{title}</li>
        ))}
      </ul>
    </section>
  );
}
