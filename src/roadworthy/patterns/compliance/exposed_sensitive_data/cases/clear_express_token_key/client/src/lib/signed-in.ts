const TOKEN_KEY = "token";

/** Where a token is kept, of any age. */
export const kept = (): string | null => localStorage.getItem(TOKEN_KEY);
