import { Router, type Request, type Response } from "express";
import { prisma } from "./db";
import { idSchema } from "./input";

export const notes = Router();

function unsealed(cookie: string): number {
  return Number(cookie.slice(0, cookie.lastIndexOf(".")));
}

async function whoAsks(req: Request) {
  const cookie = req.cookies.user;
  if (!cookie) return null;
  return prisma.user.findUnique({ where: { id: unsealed(cookie) } });
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
