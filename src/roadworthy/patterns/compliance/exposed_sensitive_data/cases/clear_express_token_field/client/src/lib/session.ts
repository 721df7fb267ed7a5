export class Session {
  private readonly tokenKey = "accessToken";

  get(): string | null {
    return localStorage.getItem(this.tokenKey);
  }

  clear(): void {
    localStorage.removeItem(this.tokenKey);
  }
}
