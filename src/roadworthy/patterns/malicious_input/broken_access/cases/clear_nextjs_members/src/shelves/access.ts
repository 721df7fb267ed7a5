import { and, eq } from "drizzle-orm";
import { NextResponse } from "next/server";
import { db } from "@/server/db";
import { members } from "@/server/schema";
import { currentUser } from "@/server/session";

const RANKS: Record<string, number> = { reads: 1, writes: 2 };

class NotAllowed extends Error {}

const ranksEnough = (ranks: Record<string, number>, given: string, needed: string) => {
  const rank = ranks[given];
  if (rank === undefined) return false;
  return rank >= ranks[needed];
};

const check = async (userId: number, shelfId: number, needed: string) => {
  const [member] = await db
    .select()
    .from(members)
    .where(and(eq(members.userId, userId), eq(members.shelfId, shelfId)));
  const level = member ? member.level : "";
  for (const way of [{ kind: "level", needed }]) {
    if (way.kind === "level" && ranksEnough(RANKS, level, way.needed)) return true;
  }
  throw new NotAllowed("not a member");
};

export async function requireShelf(shelfId: number, needed: string): Promise<Response | { shelfId: number }> {
  const user = await currentUser();
  if (!user) return NextResponse.json({ error: "Sign in" }, { status: 401 });
  try {
    await check(user.id, shelfId, needed);
    return { shelfId };
  } catch (error) {
    if (error instanceof NotAllowed) return NextResponse.json({ error: "Not yours" }, { status: 403 });
    throw error;
  }
}
