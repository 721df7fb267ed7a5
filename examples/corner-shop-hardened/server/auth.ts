import bcrypt from "bcryptjs";
import connectPg from "connect-pg-simple";
import type { Express, RequestHandler } from "express";
import session from "express-session";
import passport from "passport";
import { Strategy as LocalStrategy } from "passport-local";
import { PRIVACY_VERSION } from "@shared/constants";
import { loginSchema, registerSchema } from "@shared/input";
import type { PublicUser, User } from "@shared/schema";
import { audit } from "./audit";
import { config } from "./config";
import { pool } from "./db";
import { databaseCode, handler, HttpError, parse } from "./errors";
import { signInLimit } from "./limits";
import { describeError, logger } from "./logger";
import { storage } from "./storage";

declare global {
  namespace Express {
    interface User extends PublicUser {}
  }
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
// More would hold up other requests: bcryptjs computes on the main thread
const BCRYPT_ROUNDS = 10;

// Compared with when the email is unknown, so that both cases take the same time
const absentHash = bcrypt.hash("no account has this password", BCRYPT_ROUNDS);

export function toPublicUser(user: User): PublicUser {
  const { password, privacyVersion, privacyAcceptedAt, ...publicUser } = user;
  return publicUser;
}

export const requireAuth: RequestHandler = (req, _res, next) => {
  next(req.isAuthenticated() ? undefined : new HttpError(401, "Please sign in"));
};

export const requireAdmin: RequestHandler = (req, _res, next) => {
  if (!req.isAuthenticated()) return next(new HttpError(401, "Please sign in"));
  next(req.user.role === "admin" ? undefined : new HttpError(403, "Admins only"));
};

/** The user of a request that has passed `requireAuth`. */
export function currentUser(req: Express.Request): PublicUser {
  if (!req.user) throw new HttpError(401, "Please sign in");
  return req.user;
}

function sessionMiddleware(): RequestHandler {
  const PgStore = connectPg(session);
  return session({
    store: new PgStore({
      pool,
      tableName: "sessions",
      errorLog: (...args) => logger.error({ error: describeError(args.find((arg) => arg instanceof Error)) }, "session store"),
    }),
    secret: config.SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: "lax", secure: "auto", maxAge: WEEK_MS },
  });
}

async function checkPassword(email: string, password: string): Promise<PublicUser | undefined> {
  const user = await storage.getUserByEmail(email);
  const matches = await bcrypt.compare(password, user?.password ?? (await absentHash));
  return user && matches ? toPublicUser(user) : undefined;
}

function configurePassport(): void {
  passport.use(
    new LocalStrategy({ usernameField: "email" }, (email, password, done) => {
      checkPassword(email, password).then((user) => done(null, user ?? false), done);
    }),
  );
  passport.serializeUser((user, done) => done(null, user.id));
  passport.deserializeUser((id: number, done) => {
    storage.getUser(id).then((user) => done(null, user ? toPublicUser(user) : false), done);
  });
}

/** `req.login` also gives the session a new id, so that an older cookie is worth nothing. */
function startSession(req: Express.Request, user: PublicUser): Promise<void> {
  return new Promise((resolve, reject) => req.login(user, (error) => (error ? reject(error) : resolve())));
}

async function createAccount(body: unknown): Promise<PublicUser> {
  const { acceptPrivacy, password, ...person } = parse(registerSchema, body);
  const consent = acceptPrivacy ? { privacyVersion: PRIVACY_VERSION, privacyAcceptedAt: new Date() } : {};
  const hash = await bcrypt.hash(password, BCRYPT_ROUNDS);
  try {
    return toPublicUser(await storage.createUser({ ...person, ...consent, password: hash }));
  } catch (error) {
    if (databaseCode(error) !== "23505") throw error;
    throw new HttpError(409, "An account with this email already exists");
  }
}

const register = handler(async (req, res) => {
  const user = await createAccount(req.body);
  await startSession(req, user);
  await audit(req, { action: "account.registered", object: `user:${user.id}` });
  res.status(201).json(user);
});

const readCredentials: RequestHandler = (req, _res, next) => {
  const result = loginSchema.safeParse(req.body);
  if (!result.success) return next(new HttpError(400, "Enter your email and password"));
  req.body = result.data;
  next();
};

const login: RequestHandler = (req, res, next) => {
  const finish = async (user: PublicUser | false | undefined) => {
    if (!user) {
      await audit(req, { action: "session.refused", object: "session" });
      throw new HttpError(401, "Wrong email or password");
    }
    await startSession(req, user);
    await audit(req, { action: "session.started", object: `user:${user.id}` });
    res.json(user);
  };
  passport.authenticate("local", (error: unknown, user: PublicUser | false) => {
    if (error) return next(error);
    finish(user).catch(next);
  })(req, res, next);
};

const logout = handler(async (req, res) => {
  if (req.user) await audit(req, { action: "session.ended", object: `user:${req.user.id}` });
  await new Promise<void>((resolve, reject) => req.logout((error) => (error ? reject(error) : resolve())));
  res.json({ message: "Signed out" });
});

export function setupAuth(app: Express): void {
  configurePassport();
  app.use("/api", sessionMiddleware(), passport.initialize(), passport.session());
  app.post("/api/auth/register", signInLimit, register);
  app.post("/api/auth/login", signInLimit, readCredentials, login);
  app.post("/api/auth/logout", logout);
  app.get("/api/auth/user", requireAuth, (req, res) => res.json(req.user));
}
