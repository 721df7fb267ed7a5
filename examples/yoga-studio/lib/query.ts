import { Client } from "pg";

// For the few queries that are easier to write as plain SQL
export async function query(text: string) {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const result = await client.query(text);
  await client.end();
  return result.rows;
}
