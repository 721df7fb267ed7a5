import "server-only";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import * as schema from "./schema";

// One pool for the process, also while the development server reloads modules
const kept = globalThis as unknown as { pool?: pg.Pool };

function makePool(): pg.Pool {
  const made = new pg.Pool({
    connectionString: process.env.DATABASE_URL,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
  });
  // Without a listener an idle connection that the database closes would end the process
  made.on("error", (error) => console.error("idle database connection failed:", error.message));
  return made;
}

export const pool = kept.pool ?? makePool();
if (process.env.NODE_ENV !== "production") kept.pool = pool;

export const db = drizzle(pool, { schema });
