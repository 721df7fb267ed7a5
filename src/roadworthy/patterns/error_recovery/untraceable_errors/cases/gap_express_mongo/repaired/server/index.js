const { randomUUID } = require("crypto");
const express = require("express");
const pino = require("pino");
const { rateLimit } = require("express-rate-limit");
const mongoose = require("mongoose");
const { ZodError } = require("zod");

const log = pino({ base: undefined });
const app = express();

app.disable("x-powered-by");
app.set("trust proxy", 1);
app.use((req, res, next) => {
  req.id = randomUUID();
  res.set("X-Request-Id", req.id);
  res.on("finish", () => log.info({ id: req.id, method: req.method, path: req.path, status: res.statusCode }));
  next();
});
app.use(express.json({ limit: "64kb" }));
app.use("/api/auth", rateLimit({ windowMs: 60_000, limit: 60 }), require("./accounts"));
app.use("/api/notes", require("./notes"));
app.use("/api/orders", require("./orders"));
app.use("/api/products", require("./products"));
app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  if (error instanceof ZodError) return res.status(400).json({ message: "Please check what you sent" });
  // A body that is too large or is no JSON.
  if (error.status < 500) return res.status(error.status).json({ message: "Please check what you sent" });
  log.error({ id: req.id, path: req.path, error: error.stack });
  res.status(500).json({ message: "Something went wrong" });
});
mongoose.connect(process.env.MONGODB_URI).then(() => app.listen(process.env.PORT));
