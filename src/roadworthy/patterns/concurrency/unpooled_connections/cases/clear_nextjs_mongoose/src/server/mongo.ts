import mongoose from "mongoose";

let connected = false;

export async function connect(): Promise<void> {
  if (connected) return;
  await mongoose.connect(process.env.MONGO_URL as string);
  connected = true;
}
