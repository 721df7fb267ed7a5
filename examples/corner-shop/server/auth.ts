import bcrypt from "bcryptjs";
import connectPg from "connect-pg-simple";
import type { Express, NextFunction, Request, Response } from "express";
import session from "express-session";
import passport from "passport";
import { Strategy as LocalStrategy } from "passport-local";
import { loginSchema, registerSchema, type PublicUser, type User } from "@shared/schema";
import { pool } from "./db";
import { storage } from "./storage";

declare global {
  namespace Express {
    interface User extends PublicUser {}
  }
}

export function toPublicUser(user: User): PublicUser {
  const { password, ...publicUser } = user;
  return publicUser;
}

export function requireAuth(req: Request, res: Response, next: NextFunction) {
  if (!req.isAuthenticated()) {
    return res.status(401).json({ message: "Please sign in" });
  }
  next();
}

export function requireAdmin(req: Request, res: Response, next: NextFunction) {
  if (!req.isAuthenticated()) {
    return res.status(401).json({ message: "Please sign in" });
  }
  if (req.user.role !== "admin") {
    return res.status(403).json({ message: "Admins only" });
  }
  next();
}

export function setupAuth(app: Express) {
  if (!process.env.SESSION_SECRET) {
    throw new Error("SESSION_SECRET must be set");
  }

  const PgStore = connectPg(session);

  app.set("trust proxy", 1);
  app.use(
    session({
      store: new PgStore({ pool, tableName: "sessions" }),
      secret: process.env.SESSION_SECRET,
      resave: false,
      saveUninitialized: false,
      cookie: {
        httpOnly: true,
        sameSite: "lax",
        secure: "auto",
        maxAge: 7 * 24 * 60 * 60 * 1000, // 1 week
      },
    }),
  );
  app.use(passport.initialize());
  app.use(passport.session());

  passport.use(
    new LocalStrategy({ usernameField: "email" }, async (email, password, done) => {
      try {
        const user = await storage.getUserByEmail(email);
        if (!user || !(await bcrypt.compare(password, user.password))) {
          return done(null, false, { message: "Wrong email or password" });
        }
        return done(null, toPublicUser(user));
      } catch (error) {
        return done(error);
      }
    }),
  );

  passport.serializeUser((user, done) => done(null, user.id));
  passport.deserializeUser(async (id: number, done) => {
    try {
      const user = await storage.getUser(id);
      done(null, user ? toPublicUser(user) : false);
    } catch (error) {
      done(error);
    }
  });

  app.post("/api/auth/register", async (req, res, next) => {
    try {
      const result = registerSchema.safeParse(req.body);
      if (!result.success) {
        return res.status(400).json({ message: result.error.issues[0].message });
      }

      const existing = await storage.getUserByEmail(result.data.email);
      if (existing) {
        return res.status(409).json({ message: "An account with this email already exists" });
      }

      const password = await bcrypt.hash(result.data.password, 10);
      const user = toPublicUser(await storage.createUser({ ...result.data, password }));
      req.login(user, (err) => {
        if (err) return next(err);
        res.status(201).json(user);
      });
    } catch (error) {
      next(error);
    }
  });

  app.post("/api/auth/login", (req, res, next) => {
    const result = loginSchema.safeParse(req.body);
    if (!result.success) {
      return res.status(400).json({ message: "Enter your email and password" });
    }
    req.body = result.data;

    passport.authenticate("local", (err: unknown, user: Express.User | false, info?: { message: string }) => {
      if (err) return next(err);
      if (!user) {
        return res.status(401).json({ message: info?.message ?? "Sign in failed" });
      }
      req.login(user, (loginErr) => {
        if (loginErr) return next(loginErr);
        res.json(user);
      });
    })(req, res, next);
  });

  app.post("/api/auth/logout", (req, res, next) => {
    req.logout((err) => {
      if (err) return next(err);
      res.json({ message: "Signed out" });
    });
  });

  app.get("/api/auth/user", requireAuth, (req, res) => {
    res.json(req.user);
  });
}
