import bcrypt from "bcryptjs";
import { Router } from "express";
import { prisma } from "./db";

export const accounts = Router();

accounts.post("/password", async (req, res, next) => {
  try {
    const { token, password } = req.body;
    const found = await prisma.passwordReset.findFirst({ where: { token, expiresAt: { gt: new Date() } } });
    if (!found) return res.status(400).json({ message: "This link is no longer good" });
    await prisma.user.update({ where: { id: found.userId }, data: { password: await bcrypt.hash(password, 10) } });
    await prisma.passwordReset.delete({ where: { id: found.id } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
