const express = require("express");

const app = express();

app.use(express.json({ limit: "64kb" }));
app.use("/api/letters", require("./routes/letters").letters);
app.listen(process.env.PORT);
