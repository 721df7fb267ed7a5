import pg from "pg";
import type { PopularProduct } from "@shared/schema";

export async function getPopularProducts(): Promise<PopularProduct[]> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const result = await client.query(
    `SELECT p.id, p.name, SUM(i.quantity)::int AS sold
     FROM order_items i
     JOIN orders o ON o.id = i.order_id
     JOIN products p ON p.id = i.product_id
     WHERE o.created_at > NOW() - INTERVAL '7 days'
     GROUP BY p.id, p.name
     ORDER BY sold DESC
     LIMIT 4`,
  );
  await client.end();
  return result.rows;
}
