const express = require("express");
const { Product } = require("../models");
const validate = require("../validate");

const router = express.Router();

router.post("/products", async (req, res, next) => {
  try {
    const { title } = await validate.note.validateAsync(req.body);
    res.status(201).json(await Product.create({ name: title }));
  } catch (error) {
    next(error);
  }
});

module.exports = router;
