import "server-only";
import { pool } from "@/db";

/** Whether the database answers within two seconds. */
export async function databaseAnswers(): Promise<boolean> {
  const patience = new Promise<boolean>((resolve) => setTimeout(resolve, 2_000, false).unref());
  const query = pool.query("select 1").then(
    () => true,
    () => false,
  );
  return Promise.race([query, patience]);
}
