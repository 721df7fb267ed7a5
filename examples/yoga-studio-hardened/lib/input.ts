import { z } from "zod";

export const MAX_INTEGER = 2_147_483_647;

const PLAIN_TEXT = /^\P{C}*$/u;
const PLAIN_LINES = /^[\P{C}\n\r\t\u200d]*$/u;

const text = (min: number, max: number, pattern: RegExp, message = "Please use plain text only") =>
  z
    .string()
    .transform((value) => value.normalize("NFC").trim())
    .pipe(z.string().min(min).max(max).regex(pattern, message));

/** One line: no control, zero-width or direction-changing characters. */
const line = (min: number, max: number) => text(min, max, PLAIN_TEXT);
/** Several lines: line breaks and joined emoji are allowed. */
const lines = (min: number, max: number) => text(min, max, PLAIN_LINES);

const email = z.string().trim().toLowerCase().max(254).email();
const phone = text(0, 32, /^[\d +().-]*$/, "Please enter a phone number");

export const rowId = z.coerce.number().int().min(1).max(MAX_INTEGER);
export const attemptKey = z.string().regex(/^[\w-]{8,64}$/, "Invalid Idempotency-Key");
export const level = z.enum(["all", "beginner", "advanced"]);

export const registerSchema = z
  .object({
    name: line(1, 80),
    email,
    phone,
    // bcrypt reads no more than 72 bytes
    password: z
      .string()
      .min(8, "Password must be at least 8 characters")
      .max(72)
      .refine((value) => new TextEncoder().encode(value).length <= 72, "Password is too long"),
  })
  .strict();

export const loginSchema = z.object({ email, password: z.string().min(1).max(72) }).strict();

export const pageQuery = z.object({ page: z.coerce.number().int().min(1).max(200).default(1) });

export const classQuery = pageQuery.extend({
  q: line(0, 100).optional(),
  level: level.optional(),
  sort: z.enum(["starts_at", "title"]).default("starts_at"),
});

export const bookingSchema = z.object({ classId: rowId, note: lines(0, 500).optional() }).strict();

export const reviewSchema = z.object({ rating: z.number().int().min(1).max(5), comment: lines(1, 2000) }).strict();

export const contactSchema = z.object({ name: line(1, 80), email, body: lines(1, 4000) }).strict();

export const checkoutSchema = z.object({ pack: z.enum(["single", "five", "ten"]) }).strict();

export const profileSchema = z.object({ name: line(1, 80), phone }).strict();

export const classSchema = z
  .object({
    title: line(1, 120),
    description: lines(1, 2000),
    level,
    teacherId: rowId,
    startsAt: z.coerce.date().min(new Date("2024-01-01")).max(new Date("2100-01-01")),
    spotsLeft: z.coerce.number().int().min(0).max(500),
  })
  .strict();

/** A path of this site, for going back to after signing in; anything else leads to the bookings. */
export function ownPath(value: unknown): string {
  return typeof value === "string" && /^\/(?![/\\])[\w\-./?=&%]*$/.test(value) ? value : "/bookings";
}
