import bcrypt from "bcrypt";
import { Router } from "express";
import { tokenFor } from "./auth";
import { prisma } from "./index";
import { registerSchema } from "./input";

export const accounts = Router();

accounts.post("/register", async (req, res, next) => {
  try {
    const { email, password } = registerSchema.parse(req.body);
    const user = await prisma.user.create({
      data: { email, password: bcrypt.hashSync(password, 10) },
      select: { id: true, role: true },
    });
    res.status(201).json({ token: tokenFor(user) });
  } catch (error) {
    next(error);
  }
});
