const express = require("express");
const { requireAuth } = require("../auth");
const Note = require("../models/note");
const Product = require("../models/product");
const User = require("../models/user");

const router = express.Router();

router.use(requireAuth);

async function list(filters) {
  const query = {};
  if (filters.writer) {
    const writers = await User.find({ name: filters.writer }).limit(20).lean();
    if (writers.length === 0) return { notes: [], total: 0 };
    query.user = { $in: writers.map((writer) => writer._id) };
  }
  const [notes, total] = await Promise.all([
    Note.find(query).sort({ createdAt: -1 }).limit(20).lean(),
    Note.countDocuments(query),
  ]);
  return { notes, total };
}

router.get("/", async (req, res, next) => {
  try {
    const page = await list({ writer: String(req.query.writer ?? "") });
    const products = await Product.find({ active: true }).sort({ createdAt: -1 }).limit(20);
    res.json({ ...page, products });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
