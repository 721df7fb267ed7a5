import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

const app = express();

app.post("/api/trips/:id/seats", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const trip = await prisma.trip.findUnique({ where: { id }, include: { _count: { select: { seats: true } } } });
    if (!trip) return res.status(404).json({ message: "No such trip" });
    if (trip._count.seats >= trip.places) return res.status(409).json({ message: "Sold out" });
    await prisma.seat.create({ data: { tripId: id, userId: req.user.id } });
    res.status(201).end();
  } catch (error) {
    next(error);
  }
});
