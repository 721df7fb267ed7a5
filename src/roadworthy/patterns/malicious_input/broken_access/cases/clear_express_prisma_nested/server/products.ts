import bcrypt from "bcryptjs";
import { Router } from "express";
import { tokenFor } from "./auth";
import { prisma } from "./db";

export const products = Router();

products.post("/enter", async (req, res, next) => {
  try {
    const email = req.body.user?.email;
    const password = req.body.user?.password;
    const user = await prisma.user.findUnique({ where: { email }, select: { id: true, email: true, role: true, password: true } });
    if (user && (await bcrypt.compare(password, user.password))) {
      return res.json({ user: { email: user.email, role: user.role, token: tokenFor(user) } });
    }
    res.status(401).json({ message: "Check e-mail and password" });
  } catch (error) {
    next(error);
  }
});
