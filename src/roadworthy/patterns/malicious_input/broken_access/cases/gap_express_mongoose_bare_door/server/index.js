const express = require("express");
const mongoose = require("mongoose");

mongoose.connect(process.env.MONGO_URL, { serverSelectionTimeoutMS: 5000 });

const app = express();
app.use(express.json({ limit: "64kb" }));
app.use("/api/lock", require("./routes/lock"));
app.use("/api/customers", require("./routes/customers"));
app.listen(process.env.PORT);
