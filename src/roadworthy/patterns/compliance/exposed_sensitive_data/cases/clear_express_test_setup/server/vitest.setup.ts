export const settings = { ENCRYPTION_KEY: "pretended-key-for-runs", SESSION_SECRET: "pretended-secret-for-runs" };
