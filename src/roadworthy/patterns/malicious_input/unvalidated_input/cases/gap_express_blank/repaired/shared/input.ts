import { createInsertSchema } from "drizzle-zod";
import { z } from "zod";
import { products } from "./schema";

const MAX_INTEGER = 2_147_483_647;

/** One line: no control, zero-width or direction-changing characters. */
const line = (max: number) => text(1, max, /^\P{C}*$/u);
/** Several lines: line breaks and joined emoji are allowed. */
const lines = (max: number) => text(0, max, /^[\P{C}\n\r\t\u200d]*$/u);

function text(min: number, max: number, allowed: RegExp) {
  return z
    .string()
    .transform((value) => value.normalize("NFC").trim())
    .pipe(z.string().min(min).max(max).regex(allowed, "Please use plain text only"));
}

const email = z.string().trim().toLowerCase().max(254).email();
const rowId = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, "Invalid id")
  .transform(Number)
  .refine((id) => id <= MAX_INTEGER, "Invalid id");

export const registerSchema = z
  .object({
    email,
    // bcrypt reads no more than 72 bytes
    password: z
      .string()
      .min(8)
      .max(72)
      .refine((value) => new TextEncoder().encode(value).length <= 72, "Password is too long"),
    name: line(80),
  })
  .strict();

export const loginSchema = z.object({ email, password: z.string().min(1).max(72) }).strict();

export const idParams = z.object({ id: rowId });

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: rowId.optional(),
});

export const noteSchema = z.object({ title: z.string().trim().min(1).max(120), body: lines(2000).default("") }).strict();

export const noteChangesSchema = z
  .object({ title: line(120), body: lines(2000) })
  .partial()
  .strict()
  .refine((changes) => Object.keys(changes).length > 0, "Nothing to change");

export const productSchema = createInsertSchema(products, {
  name: line(120),
  price: z.string().regex(/^\d{1,6}(\.\d{1,2})?$/, "Price must look like 4.50"),
  stock: z.number().int().min(0).max(100_000),
})
  .omit({ id: true, createdAt: true })
  .strict();

export const orderSchema = z
  .object({
    productId: z.number().int().min(1).max(MAX_INTEGER),
    quantity: z.number().int().min(1).max(99).default(1),
  })
  .strict();

export const currencyQuery = z.object({ currency: z.enum(["EUR", "USD", "JPY"]) });

export const attemptKey = z.string().regex(/^[\w-]{8,64}$/, "Invalid Idempotency-Key");
