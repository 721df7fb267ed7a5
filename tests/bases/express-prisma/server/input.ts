import { z } from "zod";

export const noteSchema = z.object({ title: z.string().trim().min(1).max(120), attempt: z.string().uuid() }).strict();
export const idSchema = z.object({ id: z.coerce.number().int().positive() });
export const pageSchema = z.object({ cursor: z.coerce.number().int().positive().optional() });
