import { setTimeout as wait } from "node:timers/promises";
import express from "express";
import { database } from "./database";
import { notes } from "./routes/notes";
import { products } from "./routes/products";

const app = express();

app.use(express.json({ limit: "64kb" }));
app.use("/api/notes", notes);
app.use("/api/products", products);

/** The database may start later than the server does. */
async function connected(attempts = 8) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.initialize();
    } catch (error) {
      if (attempt === attempts) throw error;
      await wait(Math.random() * 200 * 2 ** attempt);
    }
  }
}

await connected();
app.listen(process.env.PORT);
