"use client";

import { useEffect } from "react";

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

/** Shown in place of a page that failed: says what happened and offers a way on. */
export default function ErrorPage({ error, reset }: Props) {
  useEffect(() => {
    console.error("A page failed", error.digest ?? "", error);
  }, [error]);

  return (
    <div role="alert" className="card">
      <h1>Something went wrong</h1>
      <p>This page could not be shown. Your bookings and credits are safe.</p>
      {error.digest && <p className="muted">Reference: {error.digest}</p>}
      <button type="button" onClick={reset}>
        Try again
      </button>{" "}
      <button type="button" onClick={() => window.location.assign("/")}>
        Go to the start page
      </button>
    </div>
  );
}
