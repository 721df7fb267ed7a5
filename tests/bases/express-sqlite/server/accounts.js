const bcrypt = require("bcrypt");
const express = require("express");
const { requireAuth, tokenFor } = require("./auth");
const { db } = require("./database");
const input = require("./input");

const router = express.Router();

// Compared when nobody has the address, so that the answer takes as long
const NOBODY = "$2b$10$C6UzMDM.H6dfI/f/IKcEeO7ZQ0w1n0jL1n0sQyJ6s8u8vS0q1Z0yS";

router.post("/register", async (req, res, next) => {
  try {
    const { email, password } = input.register.parse(req.body);
    const hash = await bcrypt.hash(password, 10);
    const made = db.prepare("INSERT INTO users (email, password) VALUES (?, ?)").run(email, hash);
    const user = { id: made.lastInsertRowid, email, role: "member" };
    res.status(201).json({ token: tokenFor(user), user });
  } catch (error) {
    if (error.code === "SQLITE_CONSTRAINT_UNIQUE") return res.status(409).json({ message: "This e-mail cannot be used" });
    next(error);
  }
});

router.post("/login", async (req, res, next) => {
  try {
    const { email, password } = input.login.parse(req.body);
    const user = db.prepare("SELECT id, email, password, role FROM users WHERE email = ?").get(email);
    const matches = await bcrypt.compare(password, user ? user.password : NOBODY);
    if (!user || !matches) return res.status(401).json({ message: "Check e-mail and password" });
    res.json({ token: tokenFor(user), user: { id: user.id, email: user.email, role: user.role } });
  } catch (error) {
    next(error);
  }
});

/** Erases a person; what is theirs goes with them. */
router.delete("/account", requireAuth, (req, res, next) => {
  try {
    db.prepare("DELETE FROM users WHERE id = ?").run(req.user.id);
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

module.exports = router;
