import type { Request, RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";

const MINUTE = 60_000;

// What one client may do. Only failed sign-ins count, so that an office behind one address gets in.
const LIMITS = {
  "sign-in": { limit: 10, windowMs: 15 * MINUTE, skipSuccessfulRequests: true },
  "sign-up": { limit: 20, windowMs: 60 * MINUTE },
  reset: { limit: 5, windowMs: 60 * MINUTE },
  message: { limit: 20, windowMs: 60 * MINUTE },
  payment: { limit: 20, windowMs: 15 * MINUTE },
  ai: { limit: 30, windowMs: 60 * MINUTE },
  upload: { limit: 30, windowMs: 15 * MINUTE },
  "public form": { limit: 20, windowMs: 15 * MINUTE },
  order: { limit: 20, windowMs: 15 * MINUTE },
  heavy: { limit: 30, windowMs: 15 * MINUTE },
};

type Known = { user?: { id?: unknown }; session?: { userId?: unknown } };

// Whoever makes accounts or guesses passwords could change accounts with every request
const BY_ADDRESS = ["sign-in", "sign-up", "reset"];

/** The account where somebody is signed in, else the address. */
function client(req: Request, purpose: string): string {
  const { user, session } = req as unknown as Known;
  const id = BY_ADDRESS.includes(purpose) ? undefined : (user?.id ?? session?.userId);
  return id === undefined ? ipKeyGenerator(req.ip ?? "") : `user:${id}`;
}

/** Answers 429 with Retry-After to a client that asks too often. Counts in this process: with several, give it a `store` that they share. */
export function rateLimited(purpose: keyof typeof LIMITS): RequestHandler {
  return rateLimit({
    ...LIMITS[purpose],
    keyGenerator: (req) => client(req, purpose),
    standardHeaders: true,
    legacyHeaders: false,
    message: { $MESSAGE: "Too many requests. Please try again later." },
  });
}
