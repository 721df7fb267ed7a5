import { requirePermission } from "@acme/guard";
import express from "express";
import { Client, LocalAuth } from "whatsapp-web.js";
import { z } from "zod";

const messageSchema = z.object({ phone: z.string().max(20), text: z.string().max(500) });

const client = new Client({ authStrategy: new LocalAuth() });
client.initialize();

async function send(phone: string, text: string) {
  const number = `${phone.replace(/\D/g, "")}@c.us`;
  if (!(await client.isRegisteredUser(number))) throw new Error("This number is not on WhatsApp");
  await client.sendMessage(number, text);
}

const app = express();

app.post("/send", requirePermission("messages"), async (req, res, next) => {
  try {
    const { phone, text } = messageSchema.parse(req.body);
    await send(phone, `Hello! ${text}`);
    res.json({ sent: true });
  } catch (error) {
    next(error);
  }
});
