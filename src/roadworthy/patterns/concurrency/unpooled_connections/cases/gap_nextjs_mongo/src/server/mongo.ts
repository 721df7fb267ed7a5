import { MongoClient } from "mongodb";

export async function connect() {
  const client = new MongoClient(process.env.MONGO_URL as string);
  await client.connect();
  return client.db();
}
