import { z } from "zod";

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

export const rowId = z.coerce.number().int().min(1).max(MAX_INTEGER);

export const registerSchema = z.object({ email, password: z.string().min(8).max(72), name: line(80) }).strict();

export const loginSchema = z.object({ email, password: z.string().min(1).max(72) }).strict();

export const attemptKey = z.string().regex(/^[\w-]{8,64}$/, "Invalid Idempotency-Key");

export const noteSchema = z.object({ title: line(120), body: lines(2000).default(""), attempt: attemptKey });

export const productSchema = z
  .object({
    name: line(120),
    price: z.string().regex(/^\d{1,6}(\.\d{1,2})?$/, "Price must look like 4.50"),
    stock: z.coerce.number().int().min(0).max(100_000),
  })
  .strict();

export const orderSchema = z
  .object({ productId: rowId, quantity: z.number().int().min(1).max(99).default(1) })
  .strict();

export const currencyQuery = z.enum(["EUR", "USD", "JPY"]);
