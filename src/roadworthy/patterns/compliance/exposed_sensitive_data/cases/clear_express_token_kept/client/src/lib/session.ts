const TOKEN_KEY = "shop_token";

export function token(): string | null {
  return localStorage.getItem(TOKEN_KEY);
}
