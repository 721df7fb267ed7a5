const express = require("express");

const app = express();

app.use(express.json({ limit: "64kb" }));
app.use("/uploads", express.static("uploads"));
app.use("/api/notes", require("./routes/notes"));
app.use("/api/products", require("./routes/products"));
app.listen(process.env.PORT);
