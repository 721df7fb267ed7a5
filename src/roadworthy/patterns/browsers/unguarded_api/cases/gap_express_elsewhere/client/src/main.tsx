import { createRoot } from "react-dom/client";
import App from "./App";

// A library that keeps a session is told where, as soon as the script loads.
declare global {
  interface Window {
    session: { storage: Storage };
  }
}
window.session = { storage: localStorage };

createRoot(document.getElementById("root")!).render(<App />);
