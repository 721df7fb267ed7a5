"use client";

import { goOn } from "./actions";

export function Onward() {
  return (
    <form action={goOn}>
      <input type="hidden" name="next" value={new URLSearchParams(location.search).get("next") ?? "/"} />
      <button type="submit">Go on</button>
    </form>
  );
}
