import { z } from "zod";

/** One line: no control, zero-width or direction-changing characters. */
function line(max: number) {
  return z
    .string()
    .transform((value) => value.normalize("NFC").trim())
    .pipe(z.string().min(1).max(max).regex(/^\P{C}*$/u, "Please use plain text only"));
}

const email = z.string().trim().toLowerCase().max(254).email();

export const registerSchema = z.object({ email, password: z.string().min(8).max(72) }).strict();
export const loginSchema = z.object({ email, password: z.string().min(1).max(72) }).strict();
export const noteSchema = z.object({ title: line(120), attempt: z.string().uuid() }).strict();
export const productSchema = z.object({ name: line(120), shelfId: z.number().int().positive().max(2_147_483_647), stock: z.number().int().min(0).max(100_000) }).strict();
export const idSchema = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
export const pageSchema = z.object({ cursor: z.coerce.number().int().positive().max(2_147_483_647).optional() });
export const shelfSchema = z.object({ name: line(120) }).strict();
