const jwt = require("jsonwebtoken");

/** Lets only people through whose token is sound. */
function requireAuth(req, res, next) {
  const header = req.headers.authorization;
  if (!header) return res.status(401).json({ message: "Sign in first" });
  jwt.verify(header.replace("Bearer ", ""), process.env.JWT_SECRET, (error, payload) => {
    if (error) return res.status(401).json({ message: "Sign in again" });
    req.user = payload;
    next();
  });
}

/** Lets only administrators through; stands behind `requireAuth`. */
function requireAdmin(req, res, next) {
  if (req.user.role !== "admin") return res.status(403).json({ message: "For administrators only" });
  next();
}

module.exports = { requireAuth, requireAdmin };
