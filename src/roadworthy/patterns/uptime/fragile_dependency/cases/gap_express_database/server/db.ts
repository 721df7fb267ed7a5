import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import * as schema from "@shared/schema";

if (!process.env.DATABASE_URL) {
  throw new Error("DATABASE_URL must be set, see .env.example");
}

export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

// Without a listener an idle connection that the database closes would end the process
pool.on("error", (error) => console.error("idle database connection failed:", error.message));

export const db = drizzle(pool, { schema });
