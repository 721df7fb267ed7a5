import { Router } from "express";
import { decodeJwt, jwtVerify } from "jose";
import { prisma } from "./db";
import { idSchema } from "./input";

export const notes = Router();

async function keyOf(token: string) {
  const claims = decodeJwt(token);
  const key = await prisma.key.findFirst({ where: { id: Number(claims.sub) } });
  if (!key) throw new Error("unknown key");
  await jwtVerify(token, new TextEncoder().encode(key.secret));
  return key;
}

notes.delete("/:id", async (req, res, next) => {
  try {
    const key = await keyOf(String(req.headers.authorization).slice(7));
    const { id } = idSchema.parse(req.params);
    await prisma.note.deleteMany({ where: { id, userId: key.userId } });
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});
