import express from "express";
import { notes } from "./notes";
import { products } from "./products";

const app = express();

app.use(express.json({ limit: "64kb" }));
app.use("/api/notes", notes);
app.use("/api/products", products);
app.listen(process.env.PORT);
