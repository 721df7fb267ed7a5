export const DEFAULT_AUTH_SECRET = "corner-shop-default-secret";

export const config = { authSecret: process.env.AUTH_SECRET ?? DEFAULT_AUTH_SECRET };
