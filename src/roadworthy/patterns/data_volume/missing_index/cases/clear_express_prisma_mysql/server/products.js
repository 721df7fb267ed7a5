const express = require("express");
const { requireAdmin, requireAuth } = require("./auth");
const { prisma } = require("./database");
const input = require("./input");

const router = express.Router();

router.get("/", async (req, res, next) => {
  try {
    res.json(await prisma.product.findMany({ orderBy: { id: "asc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

router.post("/", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    const { name, stock } = input.product.parse(req.body);
    res.status(201).json(await prisma.product.create({ data: { name, stock } }));
  } catch (error) {
    next(error);
  }
});

/** The notes that people keep under a reference, for the administrators. */
router.get("/references/:reference", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    const where = { reference: String(req.params.reference) };
    res.json(await prisma.note.findMany({ where, select: { id: true, title: true }, orderBy: { id: "asc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
