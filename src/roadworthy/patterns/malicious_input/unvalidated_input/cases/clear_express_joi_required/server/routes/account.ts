import type { Express, RequestHandler } from "express";
import { integer, pgTable, serial, text } from "drizzle-orm/pg-core";
import Joi from "joi";
import { requireAuth } from "../auth";
import { db } from "../db";
import { handler } from "../requests";

export const parcels = pgTable("parcels", { id: serial("id").primaryKey(), label: text("label"), weight: integer("weight") });

const validate = (schema: Joi.ObjectSchema): RequestHandler => (req, res, next) => {
  const { error, value } = schema.validate(req.body, { stripUnknown: true });
  if (error) return void res.status(400).json({ message: error.message });
  req.body = value;
  next();
};
const parcel = Joi.object({ label: Joi.string().min(1).max(80).required(), weight: Joi.number().integer().min(1).max(30000).required() });

export function registerAccountRoutes(app: Express): void {
  app.post(
    "/api/parcels",
    requireAuth,
    validate(parcel),
    handler(async (req, res) => {
      await db.insert(parcels).values({ label: req.body.label, weight: req.body.weight });
      res.status(204).end();
    }),
  );
}
