import { Router, type Request, type Response } from "express";
import { prisma } from "./db";
import { idSchema } from "./input";

export const notes = Router();

async function validateSession(req: Request, res: Response) {
  const token = req.body?.token ?? req.headers["x-shop-token"];
  const session = await prisma.session.findFirst({ where: { token: String(token) } });
  if (!session || session.expiresAt < new Date()) {
    res.status(401).end();
    return null;
  }
  return session;
}

notes.delete("/:id", async (req, res, next) => {
  try {
    const session = await validateSession(req, res);
    if (!session) return;
    const user = await prisma.user.findUnique({ where: { id: session.userId } });
    if (user?.role !== "ADMIN") return res.status(403).end();
    const { id } = idSchema.parse(req.params);
    await prisma.note.delete({ where: { id } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
