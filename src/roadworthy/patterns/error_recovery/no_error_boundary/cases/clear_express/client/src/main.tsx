import { createRoot } from "react-dom/client";
import App from "./App";
import { ErrorBoundary } from "./components/error-boundary";

createRoot(document.getElementById("root")!).render(
  <ErrorBoundary section="the shop">
    <App />
  </ErrorBoundary>,
);
