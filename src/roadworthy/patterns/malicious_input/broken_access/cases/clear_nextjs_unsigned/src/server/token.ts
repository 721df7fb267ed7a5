import { decodeJwt, jwtVerify, SignJWT } from "jose";

export const COOKIE = "session";
const DAYS = 7;

/** Everybody has a key of their own, so that one can be withdrawn. */
function secretOf(userId: number): Uint8Array {
  const value = process.env.SESSION_SECRET;
  if (!value) throw new Error("SESSION_SECRET must be set, see .env.example");
  return new TextEncoder().encode(`${value}:${userId}`);
}

export async function signToken(userId: number): Promise<string> {
  return new SignJWT({ userId })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuedAt()
    .setExpirationTime(`${DAYS}d`)
    .sign(secretOf(userId));
}

/** The id of the person whom a token was made for; null for a token that is not ours or too old. */
export async function readToken(token: string | undefined): Promise<number | null> {
  if (!token) return null;
  try {
    const claims = decodeJwt(token);
    if (typeof claims.userId !== "number") return null;
    await jwtVerify(token, secretOf(claims.userId), { algorithms: ["HS256"] });
    return claims.userId;
  } catch {
    return null;
  }
}
