import mongoose from "mongoose";

let cached = null;

export async function connect() {
  if (cached) return cached;
  const made = await mongoose.connect(process.env.MONGODB_URI, { serverSelectionTimeoutMS: 5_000 });
  cached = made.connection;
  return cached;
}
