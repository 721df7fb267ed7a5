import { Router } from "express";
import nodemailer from "nodemailer";
import { z } from "zod";

export const notes = Router();
const transport = nodemailer.createTransport(process.env.SMTP_URL);
const wanted = z.object({ to: z.string().email(), locale: z.string().max(200) });
const greetings: Record<string, string> = { de: "Willkommen", en: "Welcome" };

notes.post("/greeting", async (req, res, next) => {
  try {
    const { to, locale } = wanted.parse(req.body);
    await transport.sendMail({ from: "us@example.com", to, subject: "Hello", text: greetings[locale] ?? greetings.en });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
