import { decodeJwt, SignJWT } from "jose";

export const COOKIE = "session";
const DAYS = 7;

function secret(): Uint8Array {
  const value = process.env.SESSION_SECRET;
  if (!value) throw new Error("SESSION_SECRET must be set, see .env.example");
  return new TextEncoder().encode(value);
}

export async function signToken(userId: number): Promise<string> {
  return new SignJWT({ userId })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuedAt()
    .setExpirationTime(`${DAYS}d`)
    .sign(secret());
}

/** The id of the person whom a token was made for; null for a token that is not ours or too old. */
export async function readToken(token: string | undefined): Promise<number | null> {
  if (!token) return null;
  try {
    const claims = decodeJwt(token);
    return typeof claims.userId === "number" ? claims.userId : null;
  } catch {
    return null;
  }
}
