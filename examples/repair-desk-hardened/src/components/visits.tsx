import { useEffect, useState } from "react";
import { Link } from "react-router-dom";
import { safeStorage } from "@/lib/browser";

const CHOICE = "visits-consent";
const GA_ID = import.meta.env.VITE_GA_ID;

function loadAnalytics() {
  const script = document.createElement("script");
  script.async = true;
  script.src = `https://www.googletagmanager.com/gtag/js?id=${GA_ID}`;
  document.head.append(script);
  const layer: unknown[][] = ((window as unknown as { dataLayer?: unknown[][] }).dataLayer ??= []);
  layer.push(["js", new Date()], ["config", GA_ID]);
}

/** Asks once whether visits may be counted, and loads Google Analytics only after that consent. */
export function Visits() {
  const [consent, setConsent] = useState(() => safeStorage.get(CHOICE));

  useEffect(() => {
    if (GA_ID && consent === "yes") loadAnalytics();
  }, [consent]);

  function choose(value: "yes" | "no") {
    safeStorage.set(CHOICE, value);
    setConsent(value);
  }

  if (!GA_ID || consent !== null) return null;
  return (
    <div className="card" role="dialog" aria-label="Cookies">
      <p>
        May we count your visit with Google Analytics? <Link to="/privacy">What that means</Link>
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
