"use client";

import { goOn } from "./actions";

export function Onward() {
  return (
    <button type="button" onClick={() => goOn("/notes")}>
      Go on
    </button>
  );
}
