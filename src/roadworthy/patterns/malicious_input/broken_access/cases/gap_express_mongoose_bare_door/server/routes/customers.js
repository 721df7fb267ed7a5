const express = require("express");
const Customer = require("../models/customer");

const router = express.Router();

router.get("/:id", async (req, res) => {
  const customer = await Customer.findById(req.params.id).lean();
  if (!customer) return res.status(404).json({ message: "No such customer" });
  res.json(customer);
});

router.post("/", async (req, res) => {
  const { name, phone } = req.body;
  res.status(201).json(await Customer.create({ name: String(name), phone: String(phone) }));
});

module.exports = router;
