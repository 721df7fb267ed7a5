export const config = { sessionSecret: process.env.SESSION_SECRET ?? "corner-shop" };
