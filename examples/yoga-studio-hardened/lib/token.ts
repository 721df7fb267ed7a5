import { jwtVerify, SignJWT } from "jose";

export const COOKIE = "session";
export const SESSION_SECONDS = 7 * 24 * 60 * 60;

function secret(): Uint8Array {
  const value = process.env.SESSION_SECRET;
  if (!value) throw new Error("SESSION_SECRET must be set, see .env.example");
  return new TextEncoder().encode(value);
}

export async function signToken(userId: number): Promise<string> {
  return new SignJWT({ userId })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuedAt()
    .setExpirationTime(`${SESSION_SECONDS}s`)
    .sign(secret());
}

/** The id of the member whom a token was made for; null for a token that is not ours or too old. */
export async function readToken(token: string | undefined): Promise<number | null> {
  if (!token) return null;
  try {
    const { payload } = await jwtVerify(token, secret(), { algorithms: ["HS256"] });
    return typeof payload.userId === "number" ? payload.userId : null;
  } catch {
    return null;
  }
}
