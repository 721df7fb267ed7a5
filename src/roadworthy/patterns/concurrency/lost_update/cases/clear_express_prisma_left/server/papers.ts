import express from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema } from "./input";

const app = express();

app.post("/api/trips/:id/seats", requireAuth, async (req, res, next) => {
  try {
    const { id } = idSchema.parse(req.params);
    const booked = await prisma.$transaction(async (tx) => {
      const trip = await tx.trip.update({ where: { id }, data: { places: { increment: 0 } } });
      const taken = await tx.seat.count({ where: { tripId: id, state: { in: ["held", "paid"] } } });
      if (trip.places - taken <= 0) return false;
      await tx.seat.create({ data: { tripId: id, userId: req.user.id } });
      return true;
    });
    if (!booked) return res.status(409).json({ message: "Sold out" });
    res.status(201).end();
  } catch (error) {
    next(error);
  }
});
