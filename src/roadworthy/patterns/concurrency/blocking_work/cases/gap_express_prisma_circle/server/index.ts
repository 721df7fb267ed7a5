import { PrismaClient } from "@prisma/client";
import express from "express";
import { rateLimit } from "express-rate-limit";
import { accounts } from "./accounts";
import { answerError } from "./errors";

export const prisma = new PrismaClient();

const app = express();

app.disable("x-powered-by");
app.set("trust proxy", 1);
app.use(express.json({ limit: "64kb" }));
app.get("/health", async (_req, res) => {
  try {
    await prisma.$queryRaw`select 1`;
    res.json({ status: "up" });
  } catch {
    res.status(503).json({ status: "down" });
  }
});
app.use("/api/auth", rateLimit({ windowMs: 60_000, limit: 60, standardHeaders: true, legacyHeaders: false }), accounts);
app.use(answerError);
app.listen(process.env.PORT);
