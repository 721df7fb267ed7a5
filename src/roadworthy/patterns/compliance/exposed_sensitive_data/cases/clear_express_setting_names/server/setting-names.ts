export enum Setting {
  JWT_SECRET = "JWT_SECRET",
  SESSION_SECRET = "SESSION_SECRET",
}

export const labels = { client_secret: "mailer_smtp_oauth2_client_secret" };
