"use client";

import { useEffect, useState } from "react";

export function LiveSpots({ classId, initial }: { classId: number; initial: number }) {
  const [spots, setSpots] = useState(initial);

  useEffect(() => {
    const source = new EventSource(`/api/spots/${classId}`);
    source.onmessage = (event) => setSpots(Number(event.data));
    source.onerror = () => source.close();
    return () => source.close();
  }, [classId]);

  return <p>{spots} spots left (live)</p>;
}
