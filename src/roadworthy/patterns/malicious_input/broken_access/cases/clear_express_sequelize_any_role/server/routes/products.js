const bcrypt = require("bcrypt");
const express = require("express");
const { Op } = require("sequelize");
const { requireAuth } = require("../auth");
const sequelize = require("../database");
const { Product, User } = require("../models");
const validate = require("../validate");

const router = express.Router();

/** Lets only people with one of these roles through. */
const allow =
  (...roles) =>
  (req, res, next) => {
    const known = ["member", "admin"];
    if (roles.length && !roles.includes(req.user.role)) return res.status(403).json({ message: "Not for you" });
    next();
  };

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

router.post("/members", async (req, res, next) => {
  try {
    const { email, password } = await validate.member.validateAsync(req.body);
    const member = await User.create({ email, password: await bcrypt.hash(password, 12), role: "member" });
    res.status(201).json({ id: member.id });
  } catch (error) {
    next(error);
  }
});

router.post("/", requireAuth, async (req, res, next) => {
  try {
    if (req.user.role !== "admin") return res.status(403).json({ message: "Only for the office" });
    const { name, stock } = await validate.product.validateAsync(req.body);
    res.status(201).json(await Product.create({ name, stock }));
  } catch (error) {
    next(error);
  }
});

router.delete("/:id", requireAuth, allow("admin"), async (req, res, next) => {
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
