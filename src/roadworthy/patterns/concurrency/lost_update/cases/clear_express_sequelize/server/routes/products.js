const express = require("express");
const { Op } = require("sequelize");
const { requireAuth } = require("../auth");
const sequelize = require("../database");
const { Product } = require("../models");

const router = express.Router();

router.get("/", async (req, res, next) => {
  try {
    res.json(await Product.findAll({ order: [["id", "ASC"]], limit: 50 }));
  } catch (error) {
    next(error);
  }
});

router.post("/:id/buy", requireAuth, async (req, res, next) => {
  try {
    await sequelize.transaction(async (transaction) => {
      const product = await Product.findByPk(req.params.id, { transaction, lock: transaction.LOCK.UPDATE });
      product.stock -= 1;
      await product.save({ transaction });
    });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

module.exports = router;
