const express = require("express");
const mongoose = require("mongoose");
const { requireAuth } = require("./auth");
const products = require("./routes/products");
const notes = require("./routes/notes");

mongoose.connect(process.env.MONGO_URL, { serverSelectionTimeoutMS: 5000 });

const app = express();
app.use(express.json({ limit: "64kb" }));
app.use("/api/notes", notes);
app.use("/products", requireAuth, products);
app.use("/api/products", requireAuth, products);
app.listen(process.env.PORT);
