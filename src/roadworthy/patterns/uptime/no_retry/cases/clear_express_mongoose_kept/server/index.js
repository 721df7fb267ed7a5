const express = require("express");
const { connect } = require("./connect");

const app = express();
const routers = [
  { path: "/notes", router: require("./routes/notes") },
  { path: "/products", router: require("./routes/products") },
];

app.use(express.json({ limit: "64kb" }));
routers.forEach(({ path, router }) => app.use(`/api${path}`, router));
app.use((request, response, next) => connect().then(() => next(), next));
app.listen(process.env.PORT);
