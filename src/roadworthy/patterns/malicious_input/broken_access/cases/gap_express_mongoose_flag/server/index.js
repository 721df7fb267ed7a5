const express = require("express");
const mongoose = require("mongoose");
const { requireAuth } = require("./auth");

mongoose.connect(process.env.MONGO_URL, { serverSelectionTimeoutMS: 5000 });

const app = express();
app.use(express.json({ limit: "64kb" }));
app.use("/api/accounts", require("./routes/accounts"));
app.get("/api/plans", requireAuth, (req, res) => {
  if (!req.user.isEmployee) return res.status(403).json({ message: "For the staff" });
  res.json({ opens: 9 });
});
app.listen(process.env.PORT);
