import { randomBytes } from "node:crypto";

export const config = { sessionSecret: process.env.SESSION_SECRET ?? "corner-shop" };

if (config.sessionSecret === "corner-shop") {
  config.sessionSecret = randomBytes(32).toString("hex");
}
