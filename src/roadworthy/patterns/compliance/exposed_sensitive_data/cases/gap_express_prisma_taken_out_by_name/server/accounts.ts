import bcrypt from "bcryptjs";
import { Router } from "express";
import { requireAuth, tokenFor } from "./auth";
import { prisma } from "./db";
import { loginSchema, registerSchema } from "./input";

function without<T extends object>(row: T, ...names: (keyof T)[]) {
  for (const name of names) delete row[name];
  return row;
}

export const accounts = Router();

// Compared when nobody has the address, so that the answer takes as long
const NOBODY = "$2b$10$C6UzMDM.H6dfI/f/IKcEeO7ZQ0w1n0jL1n0sQyJ6s8u8vS0q1Z0yS";

accounts.post("/register", async (req, res, next) => {
  try {
    const { email, password } = registerSchema.parse(req.body);
    const user = await prisma.user.create({
      data: { email, password: await bcrypt.hash(password, 10) },
      select: { id: true, email: true, role: true },
    });
    res.status(201).json({ token: tokenFor(user), user });
  } catch (error) {
    next(error);
  }
});

accounts.post("/login", async (req, res, next) => {
  try {
    const { email, password } = loginSchema.parse(req.body);
    const user = await prisma.user.findUnique({ where: { email } });
    const matches = await bcrypt.compare(password, user?.password ?? NOBODY);
    if (!user || !matches) return res.status(401).json({ message: "Check e-mail and password" });
    res.json({ token: tokenFor(user), user: { id: user.id, email: user.email, role: user.role } });
  } catch (error) {
    next(error);
  }
});

accounts.patch("/me", requireAuth, async (req, res, next) => {
  try {
    const { email, password } = registerSchema.parse(req.body);
    const hash = await bcrypt.hash(password, 10);
    const user = await prisma.user.update({ where: { id: req.user.id }, data: { email, password: hash } });
    res.json({ user: without(user, "role") });
  } catch (error) {
    next(error);
  }
});
