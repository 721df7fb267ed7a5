import { Menu } from "lucide-react";

export function Opener() {
  return <button type="button" aria-label="Open"><Menu size={20} /></button>;
}
