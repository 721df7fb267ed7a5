"use client";

import { useState } from "react";

export function PeopleList({ people }: { people: { id: number; name: string }[] }) {
  const [chosen, setChosen] = useState<number | null>(null);
  return (
    <ul>
      {people.map((person) => (
        <li key={person.id}>
          <button type="button" aria-pressed={chosen === person.id} onClick={() => setChosen(person.id)}>
            {person.name}
          </button>
        </li>
      ))}
    </ul>
  );
}
