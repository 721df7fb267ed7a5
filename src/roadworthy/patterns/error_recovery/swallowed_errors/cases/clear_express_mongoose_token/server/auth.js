const jwt = require("jsonwebtoken");
const User = require("./models/user");

/** Lets only people through whose token is sound and whose account is there. */
async function requireAuth(req, res, next) {
  const header = req.headers.authorization;
  if (!header) return res.status(401).json({ message: "Sign in first" });
  let id;
  try {
    ({ id } = jwt.verify(header.replace("Bearer ", ""), process.env.JWT_SECRET));
  } catch (error) {
    return res.status(401).json({ message: "Sign in again" });
  }
  try {
    req.user = await User.findById(id);
  } catch (error) {
    return next(error);
  }
  if (!req.user) return res.status(401).json({ message: "Sign in again" });
  next();
}

module.exports = { requireAuth };
