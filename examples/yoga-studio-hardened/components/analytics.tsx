"use client";

import Script from "next/script";
import { useEffect, useState } from "react";
import { safeStorage } from "@/lib/browser";

const CHOICE = "analytics-consent";
const GA_ID = process.env.NEXT_PUBLIC_GA_ID;

/** Asks once whether visits may be counted, and loads Google Analytics only after a yes. */
export function Analytics() {
  const [consent, setConsent] = useState<string | null>("unknown");

  useEffect(() => setConsent(safeStorage.get(CHOICE)), []);

  function choose(value: "yes" | "no") {
    safeStorage.set(CHOICE, value);
    setConsent(value);
  }

  if (!GA_ID) return null;
  if (consent === "yes") {
    return (
      <>
        <Script src={`https://www.googletagmanager.com/gtag/js?id=${GA_ID}`} strategy="afterInteractive" />
        <Script id="ga" strategy="afterInteractive">
          {`window.dataLayer = window.dataLayer || [];
          function gtag(){dataLayer.push(arguments);}
          gtag('js', new Date());
          gtag('config', '${GA_ID}');`}
        </Script>
      </>
    );
  }
  if (consent !== null) return null;
  return (
    <div className="card" role="dialog" aria-label="Cookies">
      <p>
        May we count your visit with Google Analytics? <a href="/privacy">What that means</a>
      </p>
      <button type="button" onClick={() => choose("yes")}>
        Yes
      </button>{" "}
      <button type="button" onClick={() => choose("no")}>
        No
      </button>
    </div>
  );
}
