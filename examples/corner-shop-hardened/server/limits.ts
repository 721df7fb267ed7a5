import { rateLimit, type Options } from "express-rate-limit";
import { config } from "./config";

// The counts live in this process. The shop runs as one process (docs/architecture.md);
// a second one would need a shared store here.
const shared: Partial<Options> = {
  windowMs: 60_000,
  standardHeaders: "draft-7",
  legacyHeaders: false,
  handler: (req, res) => {
    res.status(429).json({ message: "Too many requests. Please wait a minute.", requestId: req.id });
  },
};

/** Everything under /api, per address. */
export const requestLimit = rateLimit({ ...shared, limit: config.REQUEST_LIMIT });

/** Sign-in and sign-up, per address. */
export const signInLimit = rateLimit({ ...shared, limit: config.SIGN_IN_LIMIT });

/** Orders, payments, reviews, uploads and other changes, per signed-in person. */
export const writeLimit = rateLimit({
  ...shared,
  limit: config.WRITE_LIMIT,
  keyGenerator: (req) => `user:${req.user?.id ?? req.ip}`,
});
