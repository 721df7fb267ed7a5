import { v2 as cloudinary } from "cloudinary";
import express from "express";
import { z } from "zod";
import { requireAuth } from "./auth";

const pictureSchema = z.object({ image: z.string().max(80_000) });
const app = express();

app.post("/api/pictures", requireAuth, async (req, res, next) => {
  try {
    const { image } = pictureSchema.parse(req.body);
    if (!image.startsWith("data:image/png;base64,")) {
      res.status(400).json({ message: "A picture is a PNG" });
      return;
    }
    const made = await cloudinary.uploader.upload(image, { folder: "pictures", timeout: 10_000 });
    res.status(201).json({ url: made.secure_url });
  } catch (error) {
    next(error);
  }
});
