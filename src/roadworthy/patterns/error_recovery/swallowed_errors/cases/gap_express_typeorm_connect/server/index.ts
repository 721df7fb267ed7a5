import express from "express";
import { database } from "./database";
import { notes } from "./routes/notes";
import { products } from "./routes/products";

const app = express();

app.use(express.json({ limit: "64kb" }));
app.use("/api/notes", notes);
app.use("/api/products", products);

database
  .initialize()
  .then(() => console.log("connected"))
  .catch((error) => {
    console.error(error);
  });
app.listen(process.env.PORT);
