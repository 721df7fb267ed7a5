import bcrypt from "bcryptjs";
import connectPg from "connect-pg-simple";
import { eq } from "drizzle-orm";
import type { Express, RequestHandler } from "express";
import session from "express-session";
import passport from "passport";
import { Strategy as LocalStrategy } from "passport-local";
import { loginSchema, registerSchema } from "@shared/input";
import { users, type PublicUser, type User } from "@shared/schema";
import { db, pool } from "./db";
import { databaseCode, handler, HttpError, parse } from "./requests";

declare global {
  namespace Express {
    interface User extends PublicUser {}
  }
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const BCRYPT_ROUNDS = 10;

// Compared with when the email is unknown, so that both cases take the same time
const absentHash = bcrypt.hash("no account has this password", BCRYPT_ROUNDS);

function toPublicUser({ id, email, name, role, firmId }: User): PublicUser {
  return { id, email, name, role, firmId };
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
  if (!process.env.SESSION_SECRET) throw new Error("SESSION_SECRET must be set, see .env.example");
  const PgStore = connectPg(session);
  return session({
    store: new PgStore({ pool, tableName: "sessions" }),
    secret: process.env.SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: "lax", secure: "auto", maxAge: WEEK_MS },
  });
}

async function checkPassword(email: string, password: string): Promise<PublicUser | undefined> {
  const [user] = await db.select().from(users).where(eq(users.email, email));
  const matches = await bcrypt.compare(password, user?.password ?? (await absentHash));
  return user && matches ? toPublicUser(user) : undefined;
}

async function findUser(id: number): Promise<PublicUser | undefined> {
  const [user] = await db.select().from(users).where(eq(users.id, id));
  return user && toPublicUser(user);
}

function configurePassport(): void {
  passport.use(
    new LocalStrategy({ usernameField: "email" }, (email, password, done) => {
      checkPassword(email, password).then((user) => done(null, user ?? false), done);
    }),
  );
  passport.serializeUser((user, done) => done(null, user.id));
  passport.deserializeUser((id: number, done) => {
    findUser(id).then((user) => done(null, user ?? false), done);
  });
}

/** `req.login` also gives the session a new id, so that an older cookie is worth nothing. */
function startSession(req: Express.Request, user: PublicUser): Promise<void> {
  return new Promise((resolve, reject) => req.login(user, (error) => (error ? reject(error) : resolve())));
}

const register = handler(async (req, res) => {
  const { email, password, name } = parse(registerSchema, req.body);
  const hash = await bcrypt.hash(password, BCRYPT_ROUNDS);
  try {
    const [created] = await db.insert(users).values({ email, name, password: hash }).returning();
    const user = toPublicUser(created);
    await startSession(req, user);
    res.status(201).json(user);
  } catch (error) {
    throw databaseCode(error) === "23505" ? new HttpError(409, "An account with this email already exists") : error;
  }
});

const login: RequestHandler = (req, res, next) => {
  const credentials = loginSchema.safeParse(req.body);
  if (!credentials.success) return next(new HttpError(400, "Enter your email and password"));
  req.body = credentials.data;
  passport.authenticate("local", (error: unknown, user: PublicUser | false) => {
    if (error) return next(error);
    if (!user) return next(new HttpError(401, "Wrong email or password"));
    startSession(req, user).then(() => res.json(user), next);
  })(req, res, next);
};

const logout = handler(async (req, res) => {
  await new Promise<void>((resolve, reject) => req.logout((error) => (error ? reject(error) : resolve())));
  res.json({ message: "Signed out" });
});

export function setupAuth(app: Express): void {
  configurePassport();
  app.use("/api", sessionMiddleware(), passport.initialize(), passport.session());
  app.post("/api/auth/register", register);
  app.post("/api/auth/login", login);
  app.post("/api/auth/logout", logout);
  app.get("/api/auth/user", requireAuth, (req, res) => res.json(req.user));
}
