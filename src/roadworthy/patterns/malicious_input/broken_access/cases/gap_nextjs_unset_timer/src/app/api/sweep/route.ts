import { lt } from "drizzle-orm";
import { db } from "@/server/db";
import { products } from "@/server/schema";

function isRefused(request: Request): boolean {
  const secret = process.env.CRON_SECRET;
  if (!secret) return false;
  return request.headers.get("authorization") !== `Bearer ${secret}`;
}

export async function POST(request: Request) {
  if (isRefused(request)) return Response.json({ error: "Not for you" }, { status: 401 });
  await db.delete(products).where(lt(products.stock, 1));
  return Response.json({ ok: true });
}
