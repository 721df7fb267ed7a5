import { Router } from "express";
import { requireAdmin, requireAuth } from "./auth";
import { prisma } from "./db";

export const notes = Router();

notes.post("/drawn", async (req, res, next) => {
  try {
    await prisma.product.updateMany({ where: { name: "Ticket" }, data: { stock: { decrement: 1 } } });
    await prisma.auditLog.create({ data: { userId: Number(req.body.actor), action: "drawn", detail: String(req.body.detail) } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

notes.delete("/:id", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    await prisma.note.deleteMany({ where: { id: Number(req.params.id) } });
    await prisma.auditLog.create({ data: { userId: req.user.id, action: "deleted", detail: String(req.params.id) } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
