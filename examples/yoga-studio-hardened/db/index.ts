import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
import { describeError, logger } from "@/lib/logger";
import * as schema from "./schema";

// One pool for the process, also while the development server reloads modules
const kept = globalThis as unknown as { pool?: Pool };

function makePool(): Pool {
  const made = new Pool({
    connectionString: process.env.DATABASE_URL,
    max: Number(process.env.DATABASE_POOL_SIZE || 10),
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000,
  });
  // Without a listener an idle connection that the database closes would end the process
  made.on("error", (error) => logger.error({ error: describeError(error) }, "idle database connection failed"));
  return made;
}

export const pool = kept.pool ?? makePool();
if (process.env.NODE_ENV !== "production") kept.pool = pool;

export const db = drizzle(pool, { schema });

export type Transaction = Parameters<Parameters<typeof db.transaction>[0]>[0];
