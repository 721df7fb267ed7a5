const jwt = require("jsonwebtoken");
const User = require("./models/user");

/** Lets only people through whose token is sound and whose account is in use. */
async function requireAuth(req, res, next) {
  const header = req.headers.authorization;
  if (!header) return res.status(401).json({ message: "Sign in first" });
  let payload;
  try {
    payload = jwt.verify(header.replace("Bearer ", ""), process.env.JWT_SECRET);
  } catch {
    return res.status(401).json({ message: "Sign in again" });
  }
  const user = await User.findById(payload.id);
  if (!user || !user.isActive) return res.status(401).json({ message: "This account is closed" });
  req.user = user;
  next();
}

/** Lets only people through who have one of the roles; stands behind `requireAuth`. */
const requireRole = (roles) => (req, res, next) => {
  if (!roles.includes(req.user.role)) return res.status(403).json({ message: "Not for you" });
  next();
};

module.exports = { requireAuth, requireRole };
