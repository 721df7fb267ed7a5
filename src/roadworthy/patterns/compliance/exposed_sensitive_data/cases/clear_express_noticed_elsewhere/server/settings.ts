import { DEFAULT_AUTH_SECRET } from "./secret";

interface Settings {
  env: string;
  authSecret: string;
}

export function refuseKnownSecret({ settings, known = DEFAULT_AUTH_SECRET }: { settings: Settings; known?: string }): void {
  if (settings.env === "production" && settings.authSecret === known) throw new Error("Set AUTH_SECRET");
}
