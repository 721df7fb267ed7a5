import fs from "fs";
import path from "path";
import { z } from "zod";
import { pool } from "./index";
import { logger } from "@/lib/logger";

const journalSchema = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) });

/** Undoes the newest applied migration with the `.down.sql` file beside it. */
async function rollback(): Promise<void> {
  const journal = journalSchema.parse(JSON.parse(fs.readFileSync("migrations/meta/_journal.json", "utf-8")));
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rows } = await client.query(
      "select id, created_at from drizzle.__drizzle_migrations order by created_at desc limit 1 for update",
    );
    const entry = journal.entries.find(({ when }) => when === Number(rows[0]?.created_at));
    if (!entry) throw new Error("No applied migration to roll back");
    await client.query(fs.readFileSync(path.join("migrations", `${entry.tag}.down.sql`), "utf-8"));
    await client.query("delete from drizzle.__drizzle_migrations where id = $1", [rows[0].id]);
    await client.query("commit");
    logger.info({ migration: entry.tag }, "rolled back");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

rollback()
  .catch((error) => {
    logger.error({ message: String(error) }, "rollback failed");
    process.exitCode = 1;
  })
  .finally(() => pool.end());
