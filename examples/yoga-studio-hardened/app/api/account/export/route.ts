import { NextResponse } from "next/server";
import { exportAccount } from "@/lib/account";
import { audit } from "@/lib/audit";
import { handle, HttpError } from "@/lib/http";
import { rateLimitMember, tooMany } from "@/lib/limits";
import { getUser } from "@/lib/session";

export const GET = handle("/api/account/export", async (_request, _context, requestId) => {
  const user = await getUser();
  if (!user) throw new HttpError(401, "Please sign in");
  if (!(await rateLimitMember(user.id))) throw tooMany();
  const data = await exportAccount(user);
  await audit({ actor: user.id, action: "account.exported", object: `user:${user.id}`, requestId });
  const headers = { "Content-Disposition": 'attachment; filename="yoga-studio.json"', "Cache-Control": "no-store" };
  return NextResponse.json(data, { headers });
});
