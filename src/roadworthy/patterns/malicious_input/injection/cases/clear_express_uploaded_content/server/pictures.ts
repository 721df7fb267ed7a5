import { v2 as cloudinary } from "cloudinary";
import express from "express";
import { z } from "zod";
import { requireAuth } from "./auth";

const pictureSchema = z.object({ content: z.string().max(80_000) });
const app = express();

app.post("/api/pictures", requireAuth, async (req, res, next) => {
  try {
    const { content } = pictureSchema.parse(req.body);
    const made = await cloudinary.uploader.upload(`data:image/png;base64,${content}`, { timeout: 10_000 });
    res.status(201).json({ url: made.secure_url });
  } catch (error) {
    next(error);
  }
});
