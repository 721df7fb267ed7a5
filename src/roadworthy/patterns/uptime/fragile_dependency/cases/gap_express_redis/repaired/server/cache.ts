import Redis from "ioredis";

const redis = new Redis(process.env.REDIS_URL ?? "redis://localhost:6379", { commandTimeout: 500, maxRetriesPerRequest: 1 });
const SECONDS = 60;

export async function cached<T>(key: string, load: () => Promise<T>): Promise<T> {
  const held = await redis.get(key).catch(() => null);
  if (held) return JSON.parse(held) as T;
  const found = await load();
  await redis.set(key, JSON.stringify(found), "EX", SECONDS).catch(() => null);
  return found;
}
