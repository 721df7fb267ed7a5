import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { apiKeys, keyRights } from "@/server/schema";
import type { Right } from "./rights";

export type Caller = { keyId: number; rights: Right[] };
type Params = { props: { params: Promise<{ id: string }> }; caller: Caller | null };
enum Way {
  Key = "key",
  Open = "open",
}

const wayOf = (path: string) => {
  if (/^\/api\/open\//.test(path)) return { way: Way.Open, counted: true };
  return { way: Way.Key, counted: true };
};

const callerOf = async (way: Way, request: Request): Promise<Caller | null> => {
  switch (way) {
    case Way.Key: {
      const sent = request.headers.get("x-api-key");
      if (!sent) return null;
      const hashed = createHash("sha256").update(sent).digest("hex");
      const [key] = await db.select().from(apiKeys).where(eq(apiKeys.keyHash, hashed));
      if (!key) return null;
      const rows = await db.select().from(keyRights).where(eq(keyRights.keyId, key.id));
      const rights = (rows ?? []).filter((row) => row.level !== "none").map((row) => ({ shelfId: row.shelfId, level: row.level }));
      if (rights.length === 0) return null;
      return { keyId: key.id, rights };
    }
    case Way.Open:
      return null;
  }
};

export const withKey = (options: { handler: (params: Params) => Promise<Response> }) => {
  const { handler } = options;
  return async (request: Request, props: Params["props"]): Promise<Response> => {
    let way: Way;
    let counted: boolean;
    try {
      ({ way, counted } = wayOf(new URL(request.url).pathname));
    } catch {
      return NextResponse.json({ error: "unknown address" }, { status: 500 });
    }
    const caller = await callerOf(way, request);
    if (!caller && way !== Way.Open) return NextResponse.json({ error: "no key" }, { status: 401 });
    if (counted) console.info("counted");
    return handler({ props, caller });
  };
};
