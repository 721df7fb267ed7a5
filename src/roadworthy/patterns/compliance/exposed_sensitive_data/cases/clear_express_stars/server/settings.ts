export const settings = {
  DATABASE_URL: process.env.DATABASE_URL,
  ACCESS_TOKEN_SECRET: process.env.ACCESS_TOKEN_SECRET,
};

/** The settings as a log may hold them. */
export function shown(): Record<string, string | undefined> {
  const copy: Record<string, string | undefined> = { ...settings };
  copy.ACCESS_TOKEN_SECRET = "****";
  return copy;
}
