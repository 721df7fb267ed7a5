const mongoose = require("mongoose");

const cached = { connection: null, promise: null };

async function connect() {
  if (cached.connection) return cached.connection;
  if (!cached.promise) {
    cached.promise = mongoose
      .connect(process.env.MONGODB_URI, { serverSelectionTimeoutMS: 5_000 })
      .then((made) => made.connection);
  }
  cached.connection = await cached.promise;
  return cached.connection;
}

module.exports = { connect };
