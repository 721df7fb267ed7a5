import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

const app = express();

async function left(id: number) {
  const trip = await prisma.trip.findUnique({ where: { id } });
  if (!trip) throw new Error("No such trip");
  const taken = await prisma.seat.count({ where: { tripId: trip.id, state: { in: ["held", "paid"] } } });
  const free = trip.places - taken;
  return { free, available: free > 0 };
}

app.post("/api/trips/:id/seats", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const { available } = await left(id);
    if (!available) return res.status(409).json({ message: "Sold out" });
    await prisma.$transaction(async (tx) => {
      await tx.seat.create({ data: { tripId: id, userId: req.user.id } });
    });
    res.status(201).end();
  } catch (error) {
    next(error);
  }
});
