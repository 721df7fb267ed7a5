"use client";

import { useEffect } from "react";

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

/** Shown in place of a page that failed: says what happened and offers a way on. */
export default function NotesError({ error, reset }: Props) {
  useEffect(() => {
    console.error("A page failed", error.digest ?? "", error);
  }, [error]);

  return (
    <div role="alert" style={{ maxWidth: "32rem", margin: "20vh auto", padding: "0 1rem", textAlign: "center" }}>
      <h1>Something went wrong</h1>
      <p>This part of the page could not be shown. What you saved is safe.</p>
      <button type="button" onClick={reset}>
        Try again
      </button>{" "}
      <button type="button" onClick={() => window.location.assign("/")}>
        Go to the start page
      </button>
    </div>
  );
}
