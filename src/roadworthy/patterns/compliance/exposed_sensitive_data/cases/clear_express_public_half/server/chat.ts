import { createHmac } from "crypto";
import express from "express";

const app = express();

app.get("/api/chat/key", (_req, res) => {
  const token = createHmac("sha256", process.env.CHAT_API_SECRET ?? "").update("guest").digest("hex");
  res.json({ key: process.env.CHAT_API_KEY, token });
});
