import { count } from "drizzle-orm";
import { db } from "@/server/db";
import { notes, orders, products } from "@/server/schema";

export const dynamic = "force-dynamic";

export default async function OverviewPage() {
  const [[sold], [offered], [written]] = await Promise.all([
    db.select({ number: count() }).from(orders),
    db.select({ number: count() }).from(products),
    db.select({ number: count() }).from(notes),
  ]);
  return (
    <p>
      {sold.number} orders, {offered.number} products, {written.number} notes
    </p>
  );
}
