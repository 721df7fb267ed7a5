/**
 * Storage that cannot fail the page. Browsers throw on the first touch where people block site data, and when the
 * quota is spent; then what is kept lasts as long as the page.
 */
function guarded(name: "localStorage" | "sessionStorage") {
  const kept = new Map<string, string>();
  const real = (): Storage | null => {
    try {
      return window[name];
    } catch {
      return null;
    }
  };
  return {
    getItem(key: string): string | null {
      try {
        return real()?.getItem(key) ?? kept.get(key) ?? null;
      } catch {
        return kept.get(key) ?? null;
      }
    },
    setItem(key: string, value: string): void {
      kept.set(key, value);
      try {
        real()?.setItem(key, value);
      } catch {
        // Kept in memory above: the page goes on, the next visit starts afresh.
      }
    },
    removeItem(key: string): void {
      kept.delete(key);
      try {
        real()?.removeItem(key);
      } catch {
        // Nothing was stored where storing is refused.
      }
    },
    clear(): void {
      kept.clear();
      try {
        real()?.clear();
      } catch {
        // Nothing was stored where storing is refused.
      }
    },
  };
}

export const safeLocalStorage = guarded("localStorage");
export const safeSessionStorage = guarded("sessionStorage");
