const express = require("express");
const { rateLimit } = require("express-rate-limit");
const mongoose = require("mongoose");
const { ZodError } = require("zod");

const app = express();

app.disable("x-powered-by");
app.set("trust proxy", 1);
app.use(express.json({ limit: "64kb" }));
app.use("/api/auth", rateLimit({ windowMs: 60_000, limit: 60 }), require("./accounts"));
app.use("/uploads", express.static("uploads"));
app.use("/api/attachments", require("./attachments"));
app.use("/api/notes", require("./notes"));
app.use("/api/orders", require("./orders"));
app.use("/api/products", require("./products"));
app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  if (error instanceof ZodError) return res.status(400).json({ message: "Please check what you sent" });
  // A body that is too large or is no JSON.
  if (error.status < 500) return res.status(error.status).json({ message: "Please check what you sent" });
  console.error(`${req.method} ${req.path} failed:`, error);
  res.status(500).json({ message: "Something went wrong" });
});
mongoose.connect(process.env.MONGODB_URI).then(() => app.listen(process.env.PORT));
