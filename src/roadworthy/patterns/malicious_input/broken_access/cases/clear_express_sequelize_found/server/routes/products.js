const express = require("express");
const { Op } = require("sequelize");
const { requireAuth } = require("../auth");
const sequelize = require("../database");
const { Product } = require("../models");

const router = express.Router();

function requireAdmin(req, res, next) {
  if (req.user.role !== "admin") return res.status(403).json({ message: "Only for the office" });
  next();
}

router.get("/", async (req, res, next) => {
  try {
    res.json(await Product.findAll({ order: [["id", "ASC"]], limit: 50 }));
  } catch (error) {
    next(error);
  }
});

router.post("/:id/buy", requireAuth, async (req, res, next) => {
  try {
    const [taken] = await Product.update(
      { stock: sequelize.literal("stock - 1") },
      { where: { id: req.params.id, stock: { [Op.gt]: 0 } } },
    );
    if (taken === 0) return res.status(409).json({ message: "Sold out" });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

router.delete("/:id", requireAuth, requireAdmin, async (req, res, next) => {
  try {
    const product = await Product.findByPk(req.params.id);
    if (!product) return res.status(404).json({ message: "Product not found" });
    await product.destroy();
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

module.exports = router;
