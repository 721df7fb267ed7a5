const path = require("node:path");
const express = require("express");

const app = express();
app.use(express.json({ limit: "64kb" }));
app.use("/api/pictures", require("./routes/pictures"));
app.listen(process.env.PORT);
