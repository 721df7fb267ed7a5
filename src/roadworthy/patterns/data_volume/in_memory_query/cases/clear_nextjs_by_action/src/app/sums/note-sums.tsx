"use client";

import { useEffect, useState } from "react";
import { stockOfAll } from "./actions";

export function NoteSums() {
  const [stock, setStock] = useState("");
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    stockOfAll()
      .then(setStock)
      .catch(() => setFailed(true));
  }, []);
  return <p>{failed ? "The stock cannot be told now." : `${stock} pieces`}</p>;
}
