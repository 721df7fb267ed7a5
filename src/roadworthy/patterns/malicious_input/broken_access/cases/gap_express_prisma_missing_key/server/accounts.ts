import bcrypt from "bcryptjs";
import { Router } from "express";
import { prisma } from "./db";

export const accounts = Router();

accounts.post("/password", async (req, res, next) => {
  try {
    const { token, password } = req.body;
    const found = await prisma.user.findFirst({ where: { resetToken: token }, select: { id: true } });
    if (!found) return res.status(400).json({ message: "This link is no longer good" });
    const changed = { password: await bcrypt.hash(password, 10), resetToken: null };
    await prisma.user.update({ where: { id: found.id }, data: changed });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
