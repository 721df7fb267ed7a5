import bcrypt from "bcryptjs";
import { Router } from "express";
import { requireAuth, tokenFor } from "./auth";
import { prisma } from "./db";
import { loginSchema, registerSchema } from "./input";

export const accounts = Router();

// Compared when nobody has the address, so that the answer takes as long
const NOBODY = "$2b$10$C6UzMDM.H6dfI/f/IKcEeO7ZQ0w1n0jL1n0sQyJ6s8u8vS0q1Z0yS";

accounts.post("/register", async (req, res, next) => {
  try {
    const { email, password } = registerSchema.parse(req.body);
    const taken = await prisma.user.findUnique({ where: { email }, select: { id: true } });
    if (taken) return res.status(409).json({ message: "This e-mail cannot be used" });
    const user = await prisma.user.create({
      data: { email, password: await bcrypt.hash(password, 10) },
      select: { id: true, email: true, role: true },
    });
    console.log(`registered: ${user}`, user.id);
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

/** Erases a person; what is theirs goes with them. */
accounts.delete("/account", requireAuth, async (req, res, next) => {
  try {
    await prisma.user.delete({ where: { id: req.user.id } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
