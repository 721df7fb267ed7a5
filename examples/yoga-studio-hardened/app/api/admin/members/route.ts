import { asc } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/db";
import { users } from "@/db/schema";
import { audit } from "@/lib/audit";
import { handle, HttpError, parse } from "@/lib/http";
import { pageQuery } from "@/lib/input";
import { PAGE_SIZE } from "@/lib/pages";
import { getUser } from "@/lib/session";

export const GET = handle("/api/admin/members", async (request, _context, requestId) => {
  const user = await getUser();
  if (!user || user.role !== "admin") throw new HttpError(403, "Forbidden");
  const { page } = parse(pageQuery, Object.fromEntries(request.nextUrl.searchParams));
  const members = await db
    .select({ id: users.id, name: users.name, email: users.email, phone: users.phone, credits: users.credits })
    .from(users)
    .orderBy(asc(users.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  await audit({ actor: user.id, action: "members.listed", object: `page:${page}`, requestId });
  return NextResponse.json(members);
});
