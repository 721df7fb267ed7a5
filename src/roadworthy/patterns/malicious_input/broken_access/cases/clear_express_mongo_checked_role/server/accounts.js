const bcrypt = require("bcryptjs");
const express = require("express");
const { requireAuth, tokenFor } = require("./auth");
const { z } = require("zod");
const input = require("./input");
const { Note, Order, User } = require("./models");

const router = express.Router();

// Compared when nobody has the address, so that the answer takes as long
const NOBODY = "$2b$10$C6UzMDM.H6dfI/f/IKcEeO7ZQ0w1n0jL1n0sQyJ6s8u8vS0q1Z0yS";

const ROLE = { GUEST: "guest", MEMBER: "member" };
const registration = z.object({ body: input.register.extend({ role: z.enum(Object.values(ROLE)) }) });

const checked = (schema) => async (req, res, next) => {
  const parsed = await schema.safeParseAsync({ body: req.body, query: req.query, params: req.params });
  if (!parsed.success) return res.status(400).json({ message: "Please check what you sent" });
  next();
};

router.post("/register", checked(registration), async (req, res, next) => {
  try {
    const { email, password, role } = req.body;
    const hash = await bcrypt.hash(password, 10);
    const user = await User.create({ email, password: hash, role });
    res.status(201).json({ token: tokenFor(user), user: { id: user._id, email, role: user.role } });
  } catch (error) {
    if (error.code === 11000) return res.status(409).json({ message: "This e-mail cannot be used" });
    next(error);
  }
});

router.post("/login", async (req, res, next) => {
  try {
    const { email, password } = input.login.parse(req.body);
    const user = await User.findOne({ email });
    const matches = await bcrypt.compare(password, user ? user.password : NOBODY);
    if (!user || !matches) return res.status(401).json({ message: "Check e-mail and password" });
    res.json({ token: tokenFor(user), user: { id: user._id, email: user.email, role: user.role } });
  } catch (error) {
    next(error);
  }
});

/** Erases a person; what is theirs goes with them. */
router.delete("/account", requireAuth, async (req, res, next) => {
  try {
    await Promise.all([Note.deleteMany({ user: req.user.id }), Order.deleteMany({ user: req.user.id })]);
    await User.deleteOne({ _id: req.user.id });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

module.exports = router;
