const jwt = require("jsonwebtoken");
const User = require("./models/user");

/** Lets only people through whose token is sound and whose account is there. */
async function requireAuth(req, res, next) {
  const header = req.headers.authorization;
  if (!header) return res.status(401).json({ message: "Sign in first" });
  try {
    const { id } = jwt.verify(header.replace("Bearer ", ""), process.env.JWT_SECRET);
    req.user = await User.findById(id);
    if (!req.user) return res.status(401).json({ message: "Sign in again" });
    next();
  } catch (error) {
    console.error(error);
    res.status(401).json({ message: "Sign in again" });
  }
}

module.exports = { requireAuth };
