import { prisma } from "@/server/prisma";

export const revalidate = 60;

export async function GET() {
  return Response.json(await prisma.product.findMany({ orderBy: { id: "asc" }, take: 100 }));
}
