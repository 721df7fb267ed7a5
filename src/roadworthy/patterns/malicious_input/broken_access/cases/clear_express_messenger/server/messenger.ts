import express from "express";
import { Client, LocalAuth } from "whatsapp-web.js";
import { z } from "zod";

const messageSchema = z.object({ text: z.string().max(500) });

const client = new Client({ authStrategy: new LocalAuth() });
client.initialize();

const app = express();

app.post("/send", async (req, res, next) => {
  try {
    const { text } = messageSchema.parse(req.body);
    await client.sendMessage(`${process.env.SHOP_PHONE}@c.us`, text);
    res.json({ sent: true });
  } catch (error) {
    next(error);
  }
});
