const mongoose = require("mongoose");

let cached = null;

async function connect() {
  if (cached) return cached;
  const made = await mongoose.connect(process.env.MONGODB_URI, { serverSelectionTimeoutMS: 5_000 });
  cached = made.connection;
  return cached;
}

module.exports = { connect };
