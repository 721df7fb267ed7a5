import { createRoot } from "react-dom/client";
import { TextSizeProvider } from "@/components/text-size";
import App from "./App";

createRoot(document.getElementById("root")!).render(
  <TextSizeProvider>
    <App />
  </TextSizeProvider>,
);
