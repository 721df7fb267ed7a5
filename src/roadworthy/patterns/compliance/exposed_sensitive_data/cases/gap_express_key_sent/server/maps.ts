import express from "express";

const app = express();

app.get("/api/maps/key", (_req, res) => {
  res.json({ key: process.env.MAPS_API_KEY });
});
