const mongoose = require("mongoose");

async function connect() {
  try {
    await mongoose.connect(process.env.MONGODB_URI, { serverSelectionTimeoutMS: 5_000 });
  } catch (error) {
    console.error("no database:", error.message);
  }
}

module.exports = { connect };
