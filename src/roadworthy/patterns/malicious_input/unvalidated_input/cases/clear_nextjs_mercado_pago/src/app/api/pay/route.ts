import MercadoPagoConfig, { Preference } from "mercadopago";
import { NextResponse } from "next/server";
import { eq } from "drizzle-orm";
import { db } from "@/server/db";
import { products } from "@/server/schema";
import { requireUser } from "@/server/session";

const client = new MercadoPagoConfig({ accessToken: process.env.MERCADO_PAGO_ACCESS_TOKEN!, options: { timeout: 5000 } });

export async function POST(request: Request) {
  const user = await requireUser();
  const body = await request.json();
  const [product] = await db.select().from(products).where(eq(products.id, Number(body.product))).limit(1);
  if (!product) return NextResponse.json({ message: "Not found" }, { status: 404 });
  const preference = await new Preference(client).create({
    body: {
      external_reference: String(user.id),
      items: [{ id: "1", title: "Cake", unit_price: Number(product.price), quantity: 1, currency_id: "COP" }],
    },
  });
  return NextResponse.json({ pay: preference.init_point });
}
