import { useEffect, useRef, type ReactNode } from "react";

/** Keeps the focus as long as it is open, and is put away by its button alone. */
export function Welcome({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const hold = (event: FocusEvent) => {
      if (!dialog.current?.contains(event.target as Node)) dialog.current?.querySelector("button")?.focus();
    };
    document.addEventListener("focusin", hold);
    return () => document.removeEventListener("focusin", hold);
  }, []);
  return (
    <div ref={dialog} role="dialog" aria-modal="true" style={{ position: "fixed", inset: 0, background: "white" }}>
      {children}
      <button type="button" onClick={onClose}>
        Not now
      </button>
    </div>
  );
}
