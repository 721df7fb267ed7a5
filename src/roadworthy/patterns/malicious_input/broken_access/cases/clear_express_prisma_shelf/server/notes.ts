import { type RequestHandler, Router } from "express";
import { requireAuth } from "./auth";
import { prisma } from "./db";
import { idSchema, titleSchema } from "./input";

export const notes = Router();

notes.use(requireAuth);

const memberOfShelf: RequestHandler = async (req, res, next) => {
  try {
    const { id: shelfId } = idSchema.parse({ id: req.params.shelfId });
    const member = await prisma.shelfMember.findUnique({
      where: { shelfId_userId: { shelfId, userId: req.user.id } },
    });
    if (!member) return res.status(403).json({ message: "Not your shelf" });
    next();
  } catch (error) {
    next(error);
  }
};

notes.get("/shelves/:shelfId/books", memberOfShelf, async (req, res, next) => {
  try {
    const { id: shelfId } = idSchema.parse({ id: req.params.shelfId });
    res.json(await prisma.book.findMany({ where: { shelfId }, orderBy: { id: "desc" }, take: 50 }));
  } catch (error) {
    next(error);
  }
});

notes.post("/shelves/:shelfId/books", memberOfShelf, async (req, res, next) => {
  try {
    const { id: shelfId } = idSchema.parse({ id: req.params.shelfId });
    const { title } = titleSchema.parse(req.body);
    res.status(201).json(await prisma.book.create({ data: { shelfId, title } }));
  } catch (error) {
    next(error);
  }
});
