import * as Sentry from "@sentry/react";
import { createRoot } from "react-dom/client";
import App from "./App";
import "./index.css";

// Without a DSN nothing is sent anywhere
Sentry.init({ dsn: import.meta.env.VITE_SENTRY_DSN, sendDefaultPii: false });

createRoot(document.getElementById("root")!).render(<App />);
