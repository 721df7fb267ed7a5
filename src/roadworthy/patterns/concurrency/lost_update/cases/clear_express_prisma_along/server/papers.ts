import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

const app = express();

app.post("/api/trips/:id/seats", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const full = await prisma.$transaction(
      async (tx) => {
        const trip = await tx.trip.findUniqueOrThrow({ where: { id }, include: { _count: { select: { seats: true } } } });
        if (trip._count.seats >= trip.places) return true;
        await tx.seat.create({ data: { tripId: id, userId: req.user.id } });
        return false;
      },
      { isolationLevel: "Serializable" },
    );
    if (full) return res.status(409).json({ message: "Sold out" });
    res.status(201).end();
  } catch (error) {
    next(error);
  }
});
