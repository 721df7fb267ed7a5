const express = require("express");
const { z } = require("zod");
const { requireAuth } = require("./auth");
const { prisma } = require("./database");

const router = express.Router();
const shelf = z.object({ label: z.string().max(191) }).strict();

router.use(requireAuth);

router.post("/shelves", async (req, res) => {
  const { label } = shelf.parse(req.body);
  await prisma.shelf.create({ data: { label } });
  res.status(204).end();
});

module.exports = router;
