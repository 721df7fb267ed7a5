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
  let payload;
  try {
    payload = jwt.verify(req.headers.authorization?.split(" ")[1] ?? "", process.env.JWT_SECRET);
  } catch (error) {
    return next(new ApiError(401, "Sign in again"));
  }
  try {
    req.user = await User.findById(payload.id);
    return next(req.user ? undefined : new ApiError(401, "Sign in first"));
  } catch (error) {
    return next(error);
  }
}

module.exports = { requireAuth, ApiError };
