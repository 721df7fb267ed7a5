import type { RequestHandler } from "express";
import { z, type ZodTypeAny } from "zod";

// Characters that no honest form sends: controls but tab and line breaks, and those that turn the writing direction.
const PLAIN = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]*$/;

/** Text of at most `max` characters. */
export function boundedText(max: number) {
  return z.string().max(max, `Must be at most ${max} characters`).regex(PLAIN, "Must be plain text");
}

/** A number, or a text that is one, as forms send it; handed on as it came. */
export function boundedNumber({ min, max, integer = false }: { min: number; max: number; integer?: boolean }) {
  return z.union([z.number(), z.string().trim().min(1).max(40)]).refine(
    (value) => {
      const given = Number(value);
      return given >= min && given <= max && (!integer || Number.isInteger(given));
    },
    { message: `Must be a ${integer ? "whole " : ""}number from ${min} to ${max}` },
  );
}

/** A point in time, written as ISO 8601 or in milliseconds. */
export function timeValue() {
  return z
    .union([z.string().min(1).max(64), z.number()])
    .refine((value) => !Number.isNaN(new Date(value).getTime()), { message: "Must be a date" });
}

/** Anything that fits into `max` characters of JSON. */
export function boundedJson(max: number) {
  return z.unknown().refine((value) => (JSON.stringify(value) ?? "").length <= max, { message: "Is too large" });
}

/**
 * Lets a request through only when its body is as `schema` says, and hands on what the schema knows: fields that it
 * does not name are dropped. Anyone else gets 400 and which field is wrong.
 */
export function validateBody(schema: ZodTypeAny): RequestHandler {
  return (req, res, next) => {
    const result = schema.safeParse(req.body ?? {});
    if (!result.success) {
      const { path, message } = result.error.issues[0];
      res.status(400).json({ $MESSAGE: path.length > 0 ? `${path.join(".")}: ${message}` : message });
      return;
    }
    req.body = result.data;
    next();
  };
}
