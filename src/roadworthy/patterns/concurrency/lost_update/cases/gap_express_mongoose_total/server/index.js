const express = require("express");
const mongoose = require("mongoose");

mongoose.connect(process.env.MONGO_URL, { serverSelectionTimeoutMS: 5000 });

const app = express();
const routers = [
  { path: "/notes", router: require("./routes/notes") },
  { path: "/products", router: require("./routes/products") },
  { path: "/stars", router: require("./routes/stars") },
];

app.use(express.json({ limit: "64kb" }));
routers.forEach(({ path, router }) => app.use(`/api${path}`, router));
app.listen(process.env.PORT);
