import { createInsertSchema } from "drizzle-zod";
import { z } from "zod";
import { MAX_QUANTITY, orderStatuses } from "./constants";
import { products } from "./schema";

export const MAX_PAGE_SIZE = 100;
export const MAX_INTEGER = 2_147_483_647;

const PLAIN_TEXT = /^\P{C}*$/u;
const PLAIN_LINES = /^[\P{C}\n\r\t\u200d]*$/u;

const text = (min: number, max: number, pattern: RegExp, message = "Please use plain text only") =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .regex(pattern, message)
    .transform((value) => value.normalize("NFC"));

/** One line: no control, zero-width or direction-changing characters. */
const line = (min: number, max: number) => text(min, max, PLAIN_TEXT);

/** Several lines: line breaks and joined emoji are allowed. */
const lines = (min: number, max: number) => text(min, max, PLAIN_LINES);

const email = z.string().trim().toLowerCase().max(254).email();
const rowId = z.number().int().min(1).max(MAX_INTEGER);
const rowIdText = z
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
      .refine((text) => new TextEncoder().encode(text).length <= 72, "Password is too long"),
    name: line(1, 80),
    acceptPrivacy: z.literal(true).optional(),
  })
  .strict();

export const loginSchema = z.object({ email, password: z.string().min(1).max(72) }).strict();

export const idParams = z.object({ id: rowIdText });
export const productIdParams = z.object({ productId: rowIdText });

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(50),
  cursor: rowIdText.optional(),
});

export const productQuery = pageQuery.extend({
  category: line(0, 40).optional(),
  search: line(0, 100).optional(),
});

export const orderSchema = z
  .object({
    items: z
      .array(z.object({ productId: rowId, quantity: z.number().int().min(1).max(MAX_QUANTITY) }).strict())
      .min(1, "Your basket is empty")
      .max(50),
    shippingAddress: lines(5, 300),
    // Older clients send their own sum. It is never used: the server adds up its own prices.
    total: z.number().finite().optional(),
  })
  .strict();

export const idempotencyKeySchema = z.string().regex(/^[\w-]{8,64}$/, "Invalid Idempotency-Key");

export const statusSchema = z.object({ status: z.enum(orderStatuses) }).strict();

export const favoriteSchema = z.object({ productId: rowId }).strict();

export const reviewSchema = z
  .object({ rating: z.number().int().min(1).max(5), comment: lines(0, 2000).default("") })
  .strict();

export const profileSchema = z
  .object({
    name: line(1, 80),
    phone: text(0, 32, /^[\d +().-]*$/, "Please enter a phone number").nullable(),
    address: lines(0, 300).nullable(),
  })
  .partial()
  .strict()
  .refine((value) => Object.keys(value).length > 0, "Nothing to update");

export const insertProductSchema = createInsertSchema(products, {
  name: line(1, 120),
  description: lines(1, 2000),
  category: line(1, 40),
  price: z.string().regex(/^\d{1,6}(\.\d{1,2})?$/, "Price must look like 4.50"),
  stock: z.number().int().min(0).max(100_000),
  imageUrl: z
    .string()
    .max(300)
    .regex(/^(\/(?!\/)|https:\/\/)[\x21-\x7e]*$/, "Image must be a path or an https URL"),
})
  .omit({ id: true, createdAt: true })
  .strict();

export const updateProductSchema = insertProductSchema
  .partial()
  .strict()
  .refine((value) => Object.keys(value).length > 0, "Nothing to update");

export type RegisterInput = z.infer<typeof registerSchema>;
export type OrderInput = z.infer<typeof orderSchema>;
export type ProfileInput = z.infer<typeof profileSchema>;
export type ReviewInput = z.infer<typeof reviewSchema>;
export type InsertProduct = z.infer<typeof insertProductSchema>;
export type UpdateProduct = z.infer<typeof updateProductSchema>;
export type Page = z.infer<typeof pageQuery>;
export type ProductFilter = z.infer<typeof productQuery>;
