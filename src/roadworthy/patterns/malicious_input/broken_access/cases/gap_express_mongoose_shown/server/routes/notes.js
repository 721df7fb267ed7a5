const express = require("express");
const asyncHandler = require("express-async-handler");
const { requireAuth } = require("../auth");
const Post = require("../models/post");
const validate = require("../validate");

const router = express.Router();

router.get(
  "/",
  asyncHandler(async (req, res) => {
    res.json(await Post.find({}).sort({ createdAt: -1 }).limit(50).lean());
  }),
);

router.put(
  "/:id",
  asyncHandler(async (req, res) => {
    const { title } = await validate.note.validateAsync(req.body);
    const post = await Post.findByIdAndUpdate(req.params.id, { title }, { new: true });
    if (!post) return res.status(404).json({ message: "Post not found" });
    res.json(post);
  }),
);

router.post(
  "/",
  requireAuth,
  asyncHandler(async (req, res) => {
    const { title, attempt } = await validate.note.validateAsync(req.body);
    const post = await Post.create({ user: req.user.id, title, attempt });
    res.status(201).json(post);
  }),
);

module.exports = router;
