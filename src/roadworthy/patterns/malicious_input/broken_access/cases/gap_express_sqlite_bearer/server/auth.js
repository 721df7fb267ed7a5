const jwt = require("jsonwebtoken");

function secret() {
  const value = process.env.JWT_SECRET;
  if (!value) throw new Error("JWT_SECRET must be set");
  return value;
}

function tokenFor(user) {
  return jwt.sign({ id: user.id, role: user.role }, secret(), { algorithm: "HS256", expiresIn: "1d" });
}

/** Lets only people through whose token is sound. */
function requireAuth(req, res, next) {
  const header = req.headers.authorization || "";
  const token = header.startsWith("Bearer ") ? header.slice(7) : null;
  if (!token) return res.status(401).json({ message: "Sign in first" });
  try {
    req.user = jwt.verify(token, secret(), { algorithms: ["HS256"] });
  } catch {
    return res.status(401).json({ message: "Sign in again" });
  }
  next();
}

/** Lets only administrators through; stands behind `requireAuth`. */
function requireAdmin(req, res, next) {
  if (req.user.role !== "admin") return res.status(403).json({ message: "For administrators only" });
  next();
}

module.exports = { requireAdmin, requireAuth, tokenFor };
