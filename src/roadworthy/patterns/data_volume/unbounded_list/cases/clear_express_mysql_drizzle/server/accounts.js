const bcrypt = require("bcryptjs");
const express = require("express");
const { requireAuth, tokenFor } = require("./auth");
const { eq } = require("drizzle-orm");
const { db } = require("./database");
const { users } = require("./schema");
const input = require("./input");

const router = express.Router();

// Compared when nobody has the address, so that the answer takes as long
const NOBODY = "$2b$10$C6UzMDM.H6dfI/f/IKcEeO7ZQ0w1n0jL1n0sQyJ6s8u8vS0q1Z0yS";

router.post("/register", async (req, res, next) => {
  try {
    const { email, password } = input.register.parse(req.body);
    const hash = await bcrypt.hash(password, 10);
    const [made] = await db.insert(users).values({ email, password: hash });
    const user = { id: made.insertId, email, role: "member" };
    res.status(201).json({ token: tokenFor(user), user });
  } catch (error) {
    if ((error.cause ?? error).code === "ER_DUP_ENTRY") return res.status(409).json({ message: "This e-mail cannot be used" });
    next(error);
  }
});

router.post("/login", async (req, res, next) => {
  try {
    const { email, password } = input.login.parse(req.body);
    const [user] = await db.select().from(users).where(eq(users.email, email));
    const matches = await bcrypt.compare(password, user ? user.password : NOBODY);
    if (!user || !matches) return res.status(401).json({ message: "Check e-mail and password" });
    res.json({ token: tokenFor(user), user: { id: user.id, email: user.email, role: user.role } });
  } catch (error) {
    next(error);
  }
});

/** Erases a person; what is theirs goes with them. */
router.delete("/account", requireAuth, async (req, res, next) => {
  try {
    await db.delete(users).where(eq(users.id, req.user.id));
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

module.exports = router;
