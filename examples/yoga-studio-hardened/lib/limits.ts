import "server-only";
import { headers } from "next/headers";
import { lt, sql } from "drizzle-orm";
import { db } from "@/db";
import { rateLimits } from "@/db/schema";
import { HttpError } from "./http";

const MINUTE_MS = 60_000;
const CLEAN_UP_CHANCE = 0.01;

const limits = {
  signIn: Number(process.env.SIGN_IN_LIMIT || 30),
  write: Number(process.env.WRITE_LIMIT || 60),
};

/** Counts one more hit under this key, for all running copies of the app; false once there were too many in this minute. */
async function countHit(key: string, limit: number): Promise<boolean> {
  const minute = Math.floor(Date.now() / MINUTE_MS);
  const [row] = await db
    .insert(rateLimits)
    .values({ key: `${key}:${minute}`, expiresAt: new Date((minute + 1) * MINUTE_MS) })
    .onConflictDoUpdate({ target: rateLimits.key, set: { hits: sql`${rateLimits.hits} + 1` } })
    .returning({ hits: rateLimits.hits });
  if (Math.random() < CLEAN_UP_CHANCE) await db.delete(rateLimits).where(lt(rateLimits.expiresAt, sql`now()`));
  return row.hits <= limit;
}

/** The address that the proxy in front of the app saw, which is the last one it added. */
async function clientAddress(): Promise<string> {
  const forwarded = (await headers()).get("x-forwarded-for");
  return forwarded?.split(",").at(-1)?.trim().slice(0, 60) || "local";
}

/** At most `SIGN_IN_LIMIT` attempts a minute from one address: sign-in, sign-up, messages. */
export async function rateLimitAddress(what: string): Promise<boolean> {
  return countHit(`${what}:${await clientAddress()}`, limits.signIn);
}

/** At most `WRITE_LIMIT` changes a minute by one member. */
export async function rateLimitMember(userId: number): Promise<boolean> {
  return countHit(`write:${userId}`, limits.write);
}

export function tooMany(): HttpError {
  return new HttpError(429, "Too many requests. Please wait a minute.");
}
