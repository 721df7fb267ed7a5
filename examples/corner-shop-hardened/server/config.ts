import { z } from "zod";

const positive = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(5000),
  DATABASE_URL: z.string().min(1),
  SESSION_SECRET: z.string().min(1),
  STRIPE_SECRET_KEY: z.string().min(1).optional(),
  MAIL_API_KEY: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug"]).default("info"),
  UPLOAD_DIR: z.string().min(1).default("uploads"),
  DATABASE_POOL_SIZE: positive(10),
  SIGN_IN_LIMIT: positive(30),
  WRITE_LIMIT: positive(120),
  REQUEST_LIMIT: positive(600),
});

function readConfig() {
  // A variable that is set to nothing counts as not set
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not complete (see .env.example). ${problems.join("; ")}`);
}

export const config = readConfig();
