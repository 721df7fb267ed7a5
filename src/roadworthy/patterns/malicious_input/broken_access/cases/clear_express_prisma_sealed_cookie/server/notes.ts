import { createHmac, timingSafeEqual } from "node:crypto";
import { Router, type Request, type Response } from "express";
import { prisma } from "./db";
import { idSchema } from "./input";

export const notes = Router();

function digestOf(value: string): string {
  return createHmac("sha256", process.env.COOKIE_SECRET ?? "").update(value).digest("base64");
}

function unsealed(cookie: string): number | null {
  const value = cookie.slice(0, cookie.lastIndexOf("."));
  const seal = cookie.slice(cookie.lastIndexOf(".") + 1);
  if (!timingSafeEqual(Buffer.from(seal), Buffer.from(digestOf(value)))) return null;
  return Number(value);
}

async function whoAsks(req: Request) {
  const cookie = req.cookies.user;
  if (!cookie) return null;
  const id = unsealed(cookie);
  return id === null ? null : prisma.user.findUnique({ where: { id } });
}

type Handler = (req: Request, res: Response) => Promise<unknown>;

function guarded(run: Handler, options: { administrator?: boolean }): Handler {
  return (req, res) =>
    whoAsks(req).then((user) => {
      if (!user) return res.status(401).end();
      if (options.administrator && !user.administrator) return res.status(403).end();
      return run(req, res);
    });
}

notes.delete(
  "/:id",
  guarded(
    async (req, res) => {
      const { id } = idSchema.parse(req.params);
      await prisma.note.delete({ where: { id } });
      res.status(204).end();
    },
    { administrator: true },
  ),
);
