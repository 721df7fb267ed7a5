const { z } = require("zod");

/** One line: no control, zero-width or direction-changing characters. */
const line = (max) => z.string().trim().min(1).max(max).regex(/^\P{C}*$/u);
const email = z.string().trim().toLowerCase().max(254).email();

const register = z.object({ email, password: z.string().min(8).max(72) }).strict();
const login = z.object({ email, password: z.string().min(1).max(72) }).strict();
const note = z.object({ title: line(120), reference: line(60) }).strict();
const product = z.object({ name: line(120), stock: z.number().int().min(0).max(100_000) }).strict();
const order = z.object({ product_id: z.number().int().positive(), quantity: z.number().int().min(1).max(20) }).strict();
/** What tells an order that is sent again from another one. */
const attempt = z.string().min(8).max(64);
const id = z.coerce.number().int().positive().max(2_147_483_647);

const table = z.object({
  name: line(80),
  guests_min: z.number().int().min(1).max(40),
  guests_max: z.number().int().min(1).max(40),
}).refine((one) => one.guests_max >= one.guests_min);

module.exports = { table, attempt, id, login, note, order, product, register };
