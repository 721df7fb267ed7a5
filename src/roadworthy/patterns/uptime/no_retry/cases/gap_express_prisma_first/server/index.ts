import express from "express";
import { rateLimit } from "express-rate-limit";
import { accounts } from "./accounts";
import { prisma } from "./db";
import { answerError } from "./errors";
import { notes } from "./notes";
import { products } from "./products";

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
app.use("/api/notes", notes);
app.use("/api/products", products);
app.use(answerError);

async function start() {
  try {
    await prisma.$connect();
    app.listen(process.env.PORT);
  } catch (error) {
    console.error("no database:", error);
  }
}

void start();
