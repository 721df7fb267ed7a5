const jwt = require("jsonwebtoken");
const User = require("./models/user");

class ApiError extends Error {
  constructor(statusCode, message) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** Lets only people through whose token is sound and who are still there. */
async function requireAuth(req, res, next) {
  try {
    const payload = jwt.verify(req.headers.authorization?.split(" ")[1] ?? "", process.env.JWT_SECRET);
    req.user = await User.findById(payload.id);
    if (!req.user) return next(new ApiError(401, "Sign in first"));
    return next();
  } catch (error) {
    return next(new ApiError(401, "Sign in again"));
  }
}

module.exports = { requireAuth, ApiError };
