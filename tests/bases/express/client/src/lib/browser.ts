/** Storage that works when the browser refuses it (private windows, blocked cookies, full disk). */
export const safeStorage = {
  get(key: string): string | null {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key: string, value: string): void {
    try {
      window.localStorage.setItem(key, value);
    } catch {
      // what is typed then lives as long as the page
    }
  },
};

/** A random key for one attempt. `randomUUID` is missing on plain http and in older browsers. */
export function createKey(): string {
  if (typeof crypto !== "undefined" && typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2).padEnd(8, "0")}`;
}
