const express = require("express");
const { requireAuth } = require("./auth");
const { prisma } = require("./database");
const input = require("./input");

const router = express.Router();

router.use(requireAuth);

router.get("/", async (req, res, next) => {
  try {
    res.json(await prisma.order.findMany({ where: { userId: req.user.id }, orderBy: { id: "desc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

router.post("/", async (req, res, next) => {
  try {
    const { product_id, quantity } = input.order.parse(req.body);
    const attempt = input.attempt.parse(req.get("Idempotency-Key"));
    const order = await prisma.order.create({ data: { userId: req.user.id, productId: product_id, quantity, attempt } });
    res.status(201).json({ id: order.id });
  } catch (error) {
    if (error.code === "P2002") return res.status(200).json({ message: "This order is placed" });
    next(error);
  }
});

module.exports = router;
